package health.salus.server.config;

import ca.uhn.fhir.context.FhirContext;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import health.salus.interceptors.auth.Caller;
import health.salus.interceptors.masking.MaskingPolicy;
import health.salus.interceptors.masking.MaskingPolicyException;
import health.salus.interceptors.masking.MaskingPolicyReader;
import health.salus.smart.user.Role;
import health.salus.storage.setting.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** {@code masking.yaml}: what is masked for whom. There is no default, so it cannot get lost. */
public final class MaskingFile {
  private MaskingFile() {}

  /**
   * Reads the policy.
   *
   * @throws ConfigException with every fault of the file, or if there is none
   */
  public static MaskingPolicy read(Path file, FhirContext fhirContext) {
    try {
      JsonNode root = new YAMLMapper().readTree(Files.readString(file));
      return new MaskingPolicyReader(fhirContext, callers()).read(root);
    } catch (MaskingPolicyException e) {
      throw new ConfigException(e.faults().stream().map(fault -> file + ": " + fault).toList());
    } catch (JsonProcessingException e) {
      throw new ConfigException(
          List.of(
              "%s is no valid YAML at line %d: %s"
                  .formatted(file, e.getLocation().getLineNr(), e.getOriginalMessage())));
    } catch (IOException e) {
      throw new ConfigException(
          List.of(file + " cannot be read; a file with the line rules: [] masks nothing"));
    }
  }

  /** The callers that a rule may name: the roles of users, and callers without a user. */
  private static Set<String> callers() {
    return Stream.concat(Role.codes().stream(), Stream.of(Caller.SERVICE, Caller.ANONYMOUS))
        .collect(Collectors.toUnmodifiableSet());
  }
}
