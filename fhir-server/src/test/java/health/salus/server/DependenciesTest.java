package health.salus.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.maven.artifact.versioning.ComparableVersion;
import org.junit.jupiter.api.Test;

/** No jar on the class path has a version with a known vulnerability; each line names it. */
class DependenciesTest {
  private static final Pattern JAR =
      Pattern.compile(".*/([A-Za-z0-9_.\\-]+?)-(\\d[\\w.\\-]*)\\.jar");

  /** Artifact to the first version that is safe. */
  private static final Map<String, String> SAFE_FROM =
      Map.ofEntries(
          Map.entry("spring-core", "6.2.11"), // CVE-2025-41249
          Map.entry("spring-context", "6.2.7"), // CVE-2025-22233
          Map.entry("spring-web", "6.2.8"), // CVE-2025-41234
          Map.entry("nimbus-jose-jwt", "10.0.2"), // CVE-2025-53864
          Map.entry("org.hl7.fhir.utilities", "6.9.4"), // decision 1 of the architecture
          Map.entry("commons-io", "2.14.0"), // CVE-2024-47554
          Map.entry("commons-compress", "1.26.0"), // CVE-2024-26308
          Map.entry("commons-lang3", "3.18.0"), // CVE-2025-48924
          Map.entry("commons-text", "1.10.0"), // CVE-2022-42889
          Map.entry("logback-core", "1.5.19"), // CVE-2025-11226
          Map.entry("logback-classic", "1.5.13"), // CVE-2024-12798
          Map.entry("postgresql", "42.7.7"), // CVE-2025-49146
          Map.entry("jetty-http", "12.0.12"), // CVE-2024-6763
          Map.entry("jetty-server", "12.0.9"), // CVE-2024-8184
          Map.entry("snakeyaml", "2.0"), // CVE-2022-1471
          Map.entry("protobuf-java", "4.28.2"), // CVE-2024-7254
          Map.entry("guava", "32.0.0-jre"), // CVE-2023-2976
          Map.entry("log4j-api", "2.17.1"), // CVE-2021-44228 and followers
          Map.entry("json-smart", "2.5.2"), // CVE-2024-57699
          Map.entry("jackson-core", "2.15.0"), // CVE-2025-52999
          Map.entry("thymeleaf", "3.1.2.RELEASE"), // CVE-2023-38286
          Map.entry("woodstox-core", "6.4.0"), // CVE-2022-40152
          Map.entry("xmlsec", "4.0.0")); // CVE-2023-44483

  @Test
  void noJarHasAKnownVulnerableVersion() {
    List<String> jars =
        Arrays.asList(System.getProperty("java.class.path").split(java.io.File.pathSeparator, -1));

    List<String> vulnerable = jars.stream().filter(DependenciesTest::isVulnerable).toList();

    assertThat(jars).anyMatch(jar -> jar.contains("hapi-fhir-jpaserver-base"));
    assertThat(vulnerable).isEmpty();
  }

  @Test
  void listKnowsAnOldVersionFromASafeOne() {
    assertThat(isVulnerable("/x/commons-io-2.11.0.jar")).isTrue();
    assertThat(isVulnerable("/x/commons-io-2.17.0.jar")).isFalse();
    assertThat(isVulnerable("/x/spring-core-6.2.9.jar")).isTrue();
  }

  private static boolean isVulnerable(String jar) {
    Matcher matcher = JAR.matcher(jar);
    if (!matcher.matches()) {
      return false;
    }
    String safe = SAFE_FROM.get(matcher.group(1));
    return safe != null
        && new ComparableVersion(matcher.group(2)).compareTo(new ComparableVersion(safe)) < 0;
  }
}
