package health.salus.smart.client;

import java.util.Arrays;
import java.util.Optional;

/** The grant types of the token endpoint. */
public enum GrantType {
  AUTHORIZATION_CODE("authorization_code"),
  REFRESH_TOKEN("refresh_token"),
  CLIENT_CREDENTIALS("client_credentials"),
  /** RFC 7523 section 2.1; for the administrator of this machine only, never registered. */
  JWT_BEARER("urn:ietf:params:oauth:grant-type:jwt-bearer");

  private final String code;

  GrantType(String code) {
    this.code = code;
  }

  public String code() {
    return code;
  }

  public static Optional<GrantType> of(String code) {
    return Arrays.stream(values()).filter(type -> type.code.equals(code)).findFirst();
  }
}
