package health.salus.cdshooks.http;

import health.salus.cdshooks.error.CdsException;
import health.salus.cdshooks.error.ErrorCode;
import java.util.Optional;

/** An HTTP answer: status and JSON body; {@code allow} lists the allowed methods. */
@SuppressWarnings("ArrayRecordComponent") // never compared
record HttpAnswer(int status, byte[] body, Optional<String> allow) {
  static HttpAnswer ok(byte[] body) {
    return new HttpAnswer(200, body, Optional.empty());
  }

  static HttpAnswer error(CdsException e) {
    String message = String.valueOf(e.getMessage());
    return new HttpAnswer(
        e.code().status(), ResponseWriter.outcome(e.code(), message), Optional.empty());
  }

  static HttpAnswer onlyMethod(String method) {
    byte[] body =
        ResponseWriter.outcome(
            ErrorCode.METHOD_NOT_ALLOWED, "only " + method + " is possible here");
    return new HttpAnswer(ErrorCode.METHOD_NOT_ALLOWED.status(), body, Optional.of(method));
  }
}
