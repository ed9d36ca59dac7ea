package health.salus.storage.index;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.server.util.FhirContextSearchParamRegistry;
import health.salus.interceptors.crypto.CryptoProvider;
import health.salus.interceptors.crypto.IndexTokens;
import health.salus.interceptors.crypto.SecretBytes;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SealedSearchTest {
  private static final FhirContext FHIR = FhirContext.forR4Cached();
  private static final SealedSearchConfig CONFIG =
      new SealedSearchConfig(
          true,
          List.of(
              "Patient.name",
              "Patient.birthDate",
              "*.identifier",
              "Observation.value.ofType(Quantity)",
              "Encounter.period"),
          Set.of("PSY"),
          true);

  private final SealedSearch search = search(tokens(0));
  private final ValueTokens tokens = search.forRows();

  private static SealedSearch search(IndexTokens... keys) {
    return new SealedSearch(
        new ProtectedParameters(CONFIG, FHIR, new FhirContextSearchParamRegistry(FHIR)),
        () -> List.of(keys),
        CONFIG.labels(),
        true);
  }

  private static IndexTokens tokens(int key) {
    byte[] bytes = new byte[32];
    bytes[0] = (byte) key;
    return new IndexTokens(SecretBytes.copyOf(bytes), CryptoProvider.jdk());
  }

  @Test
  void protectionFollowsTheElements() {
    for (String parameter :
        List.of("name", "family", "given", "phonetic", "birthdate", "identifier")) {
      assertThat(search.protection("Patient", parameter))
          .as(parameter)
          .isEqualTo(Protection.SEALED);
    }
    for (String parameter : List.of("gender", "active", "link", "general-practitioner", "_id")) {
      assertThat(search.protection("Patient", parameter)).as(parameter).isEqualTo(Protection.OPEN);
    }
    assertThat(search.protection("Patient", "identifier:of-type")).isEqualTo(Protection.SEALED);
    assertThat(search.protection("Claim", "identifier")).isEqualTo(Protection.SEALED);
    assertThat(search.protection("Condition", "code")).isEqualTo(Protection.BY_LABEL);
    assertThat(search.protection("Encounter", "class")).isEqualTo(Protection.BY_LABEL);
    assertThat(search.protection("Encounter", "status")).isEqualTo(Protection.OPEN);
  }

  @Test
  void whatNoTokenCouldAnswerIsWithheld() {
    assertThat(search.protection("Observation", "value-quantity")).isEqualTo(Protection.WITHHELD);
    assertThat(search.protection("Encounter", "date")).isEqualTo(Protection.WITHHELD);
    assertThat(search.protection("Patient", "no-such-parameter")).isEqualTo(Protection.WITHHELD);
    assertThat(search.protection("Observation", "subject.name")).isEqualTo(Protection.WITHHELD);
    assertThat(search.protection("Observation", "subject.gender")).isEqualTo(Protection.OPEN);
  }

  @Test
  void longTextsKeepTheirBeginningsToo() {
    Random random = new Random(7);
    for (int i = 0; i < 500; i++) {
      String text = text(random, 1 + random.nextInt(ValueTokens.MAX_CHARACTERS));
      String start = text.substring(0, random.nextInt(text.length() + 1));
      String other = start + "#";

      String chain = tokens.normalized("Patient", "name", text);
      assertThat(chain).hasSize(4 * text.length()).hasSizeLessThanOrEqualTo(768);
      assertThat(chain).startsWith(tokens.normalized("Patient", "name", start));
      assertThat(chain).doesNotStartWith(tokens.normalized("Patient", "name", other));
    }
  }

  @Test
  void secondPartsOfLongTextsTellNothingOfEachOther() {
    String end = "E".repeat(30);
    String first = tokens.normalized("Patient", "name", "A".repeat(64) + end);
    String second = tokens.normalized("Patient", "name", "B".repeat(64) + end);

    assertThat(first.substring(256)).hasSize(120);
    for (int i = 256; i < first.length(); i += 4) {
      assertThat(first.substring(i, i + 4)).isNotEqualTo(second.substring(i, i + 4));
    }
  }

  @Test
  void withoutPrefixesOnlyWholeTextsAreEqual() {
    ValueTokens whole = new ValueTokens(tokens(0), false);

    assertThat(whole.normalized("Patient", "name", "SMITH"))
        .hasSize(22)
        .isEqualTo(whole.normalized("Patient", "name", "SMITH"))
        .isNotEqualTo(whole.normalized("Patient", "name", "SMI"));
  }

  @Test
  void parametersShareNoTokens() {
    assertThat(tokens.token("Patient", "identifier", "1"))
        .isEqualTo(tokens.token("Patient", "identifier", " 1 "))
        .isNotEqualTo(tokens.token("Claim", "identifier", "1"));
    assertThat(search.forms("Condition", "code", "F20")).hasSize(2).contains("F20");
    assertThat(search.forms("Claim", "identifier", "1")).hasSize(1).doesNotContain("1");
    assertThat(search.forms("Encounter", "status", "planned")).containsExactly("planned");
  }

  @Test
  void rowsAreWrittenUnderTheFirstKeyAndFoundUnderEach() {
    SealedSearch rotating = search(tokens(1), tokens(0));

    String before = tokens.token("Claim", "identifier", "1");
    String after = rotating.forRows().token("Claim", "identifier", "1");

    assertThat(after).isNotEqualTo(before);
    assertThat(rotating.forms("Claim", "identifier", "1")).containsExactly(after, before);
    assertThat(rotating.forms("Condition", "code", "F20")).hasSize(3).contains("F20");
    assertThat(rotating.conditions("Patient?identifier=1")).hasSize(2).doesNotHaveDuplicates();
  }

  private static String text(Random random, int length) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      text.append((char) ('A' + random.nextInt(26)));
    }
    return text.toString();
  }
}
