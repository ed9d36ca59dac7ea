package health.salus.interceptors.body;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.parser.StrictErrorHandler;
import ca.uhn.fhir.rest.api.EncodingEnum;
import ca.uhn.fhir.rest.api.RequestTypeEnum;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import health.salus.interceptors.error.ErrorCode;
import health.salus.interceptors.error.Outcomes;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.jspecify.annotations.Nullable;

/**
 * Refuses a body that could not be stored as it was sent. The tree it read is kept with the request
 * for those who need what the client really wrote ({@link #sent}).
 */
@Interceptor
public final class BodyGuard {
  private static final String SENT = BodyGuard.class.getName() + ".sent";

  private final JsonBodyCheck check;
  private final XmlBodyCheck xmlCheck;
  private final JsonMapper mapper;
  private final int maxDepth;

  /**
   * A guard for the bodies of one server.
   *
   * @param maxDepth deepest nesting of JSON that is read
   */
  public BodyGuard(FhirContext fhirContext, int maxDepth) {
    // HAPI's parsers read the parts of XML that this class does not check, so they must be strict.
    fhirContext.setParserErrorHandler(new StrictErrorHandler());
    this.check = new JsonBodyCheck(fhirContext);
    this.xmlCheck = new XmlBodyCheck(maxDepth);
    this.maxDepth = maxDepth;
    this.mapper =
        JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();
    mapper
        .getFactory()
        .setStreamReadConstraints(
            StreamReadConstraints.builder()
                .maxNestingDepth(maxDepth)
                .maxStringLength(Integer.MAX_VALUE)
                .build());
  }

  /** Looks at the bodies of requests that carry a resource. */
  @Hook(Pointcut.SERVER_INCOMING_REQUEST_POST_PROCESSED)
  public void check(RequestDetails request) {
    @Nullable EncodingEnum encoding = encodingOfResource(request);
    if (encoding != EncodingEnum.JSON && encoding != EncodingEnum.XML) {
      return;
    }
    byte[] body = request.loadRequestContents();
    if (body.length == 0) {
      return;
    }
    if (encoding == EncodingEnum.XML) {
      xmlCheck.fault(body).ifPresent(BodyGuard::refuse);
      return;
    }
    JsonNode tree = read(body);
    List<BodyFault> faults = check.faults(tree);
    if (!faults.isEmpty()) {
      OperationOutcome outcome = new OperationOutcome();
      for (BodyFault fault : faults) {
        Outcomes.add(outcome, IssueType.STRUCTURE, fault.code(), fault.path() + ": " + fault.text())
            .addExpression(fault.path());
      }
      throw new InvalidRequestException("The body is no valid resource", outcome);
    }
    request.getUserData().put(SENT, tree);
  }

  /** The JSON tree that the client sent, if it sent one. */
  public static Optional<JsonNode> sent(RequestDetails request) {
    return Optional.ofNullable((JsonNode) request.getUserData().get(SENT));
  }

  private JsonNode read(byte[] body) {
    try {
      return mapper.readTree(body);
    } catch (StreamConstraintsException e) {
      throw refusal(
          ErrorCode.BODY_TOO_DEEP,
          "The JSON is nested deeper than %d levels or holds a number of too many digits"
              .formatted(maxDepth));
    } catch (JsonProcessingException e) {
      throw refusal(
          ErrorCode.BODY_MALFORMED,
          "The body is no valid JSON at line %d, column %d"
              .formatted(e.getLocation().getLineNr(), e.getLocation().getColumnNr()));
    } catch (IOException e) {
      throw refusal(ErrorCode.BODY_MALFORMED, "The body cannot be read");
    }
  }

  private static void refuse(BodyFault fault) {
    throw refusal(fault.code(), fault.path() + ": " + fault.text());
  }

  private static @Nullable EncodingEnum encodingOfResource(RequestDetails request) {
    RequestTypeEnum method = request.getRequestType();
    @Nullable String type = request.getHeader("Content-Type");
    if ((method != RequestTypeEnum.POST && method != RequestTypeEnum.PUT) || type == null) {
      return null;
    }
    return EncodingEnum.forContentType(type);
  }

  private static InvalidRequestException refusal(ErrorCode code, String text) {
    return new InvalidRequestException(text, Outcomes.of(IssueType.STRUCTURE, code, text));
  }
}
