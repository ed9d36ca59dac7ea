package health.salus.interceptors.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class IndexTokensTest {
  private static final String SCOPE = "Patient.family";
  private static final SecretBytes KEY = SecretBytes.fromHex("0123456789abcdef".repeat(4));

  private final IndexTokens tokens = new IndexTokens(KEY, CryptoProvider.jdk());
  private final Random random = new Random(5);

  /**
   * What is stored must be found by the next release as well. The values were computed by another
   * program, from the description alone.
   */
  @Test
  void tokensNeverChange() {
    CalendarNode node = CalendarNode.of(CalendarNode.Level.MONTH, LocalDate.of(1970, 5, 5));

    assertThat(tokens.exact(SCOPE, "SMITH")).isEqualTo("yDTDNRQ147MoqycsoOh42w");
    assertThat(tokens.prefixChain(SCOPE, "SMITH")).isEqualTo("/atCiH2DwNhPaf6R1Cxk");
    assertThat(tokens.node(SCOPE, node)).isEqualTo(31455616086937L);
  }

  @Test
  void providersGiveTheSameTokens() {
    IndexTokens others = new IndexTokens(KEY, CryptoProvider.named("bouncy-castle"));

    assertThat(others.exact(SCOPE, "SMITH")).isEqualTo(tokens.exact(SCOPE, "SMITH"));
    assertThat(others.prefixChain(SCOPE, "SMITH")).isEqualTo(tokens.prefixChain(SCOPE, "SMITH"));
  }

  @Test
  void differentValuesScopesKindsAndKeysHaveDifferentTokens() {
    IndexTokens others =
        new IndexTokens(SecretBytes.fromHex("00".repeat(32)), CryptoProvider.jdk());

    List<String> different =
        List.of(
            tokens.exact(SCOPE, "A"),
            tokens.exact(SCOPE, "a"),
            tokens.exact(SCOPE, ""),
            tokens.exact(SCOPE, "?"),
            tokens.exact(SCOPE, "\ud800"),
            tokens.exact("Patient.given", "A"),
            tokens.exact("", SCOPE + "A"),
            others.exact(SCOPE, "A"),
            tokens.prefixChain(SCOPE, "A"),
            tokens.prefixChain("Patient.given", "A"),
            others.prefixChain(SCOPE, "A"));

    assertThat(different).doesNotHaveDuplicates();
    assertThat(different.subList(0, 8)).allMatch(token -> token.matches("[A-Za-z0-9_-]{22}"));
  }

  @Test
  void chainsArePrefixesExactlyWhereTextsAre() {
    List<String> texts = Stream.generate(this::randomText).limit(400).toList();

    for (String text : texts) {
      String chain = tokens.prefixChain(SCOPE, text);
      assertThat(chain).matches("[A-Za-z0-9+/]*").hasSize(4 * codePoints(text).size());
      for (String prefix : texts) {
        assertThat(chain.startsWith(tokens.prefixChain(SCOPE, prefix)))
            .as("%s of %s", prefix, text)
            .isEqualTo(startsWith(codePoints(text), codePoints(prefix)));
      }
    }
  }

  @Test
  void chainsEndAfter64CodePoints() {
    String text = "\ud83d\ude00".repeat(64);

    assertThat(tokens.prefixChain(SCOPE, text)).hasSize(256);
    assertThat(tokens.prefixChain(SCOPE, text + "x")).isEqualTo(tokens.prefixChain(SCOPE, text));
    assertThat(tokens.prefixChain(SCOPE, "")).isEmpty();
  }

  @Test
  void equalLettersAtTwoPlacesAreNotSeen() {
    String chain = tokens.prefixChain(SCOPE, "AAAAAAAAAAAAAAAA");

    assertThat(IntStream.range(0, 16).mapToObj(i -> chain.substring(4 * i, 4 * i + 4)))
        .doesNotHaveDuplicates();
  }

  @Test
  void nodesHaveNumbersOfTheirOwn() {
    Set<Long> numbers = new HashSet<>();
    Set<CalendarNode> nodes = new HashSet<>();
    for (LocalDate day = LocalDate.of(1969, 1, 1); day.getYear() < 1981; day = day.plusDays(1)) {
      nodes.addAll(new CalendarDate(CalendarNode.Level.DAY, day).nodes());
      nodes.addAll(CalendarDate.parse(day.toString().substring(0, 7)).nodes());
      nodes.addAll(CalendarDate.parse(day.toString().substring(0, 4)).nodes());
    }

    nodes.forEach(node -> numbers.add(tokens.node(SCOPE, node)));

    assertThat(numbers).hasSameSizeAs(nodes).allMatch(number -> number >= 0 && number < 1L << 48);
    assertThat(Collections.max(numbers)).isGreaterThan(1L << 47);
  }

  @Test
  void numbersAreTimesThatTheDatabaseHoldsExactly() {
    Instant last = Instant.parse("9899-12-31T23:59:59.999Z");
    long max = last.toEpochMilli() - Instant.parse("1900-01-01T00:00:00Z").toEpochMilli();

    for (long number : random.longs(1_000, 0, max + 1).toArray()) {
      Instant instant = IndexTokens.asInstant(number);
      assertThat(Timestamp.from(instant).toInstant()).isEqualTo(instant);
      assertThat(instant.toEpochMilli() + 2_208_988_800_000L).isEqualTo(number);
    }
    assertThat(IndexTokens.asInstant(0)).isEqualTo("1900-01-01T00:00:00Z");
    assertThat(IndexTokens.asInstant(max)).isEqualTo(last);
    assertThatIllegalArgumentException().isThrownBy(() -> IndexTokens.asInstant(max + 1));
    assertThatIllegalArgumentException().isThrownBy(() -> IndexTokens.asInstant(-1));
  }

  @Test
  void manyThreadsGetTheSameTokens() {
    String expected = tokens.prefixChain(SCOPE, "SMITH");

    assertThat(IntStream.range(0, 5_000).parallel())
        .allMatch(i -> tokens.prefixChain(SCOPE, "SMITH").equals(expected));
  }

  @Test
  void shortKeysAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new IndexTokens(SecretBytes.fromHex("00"), CryptoProvider.jdk()))
        .withMessage("An index key must have 32 bytes or more but has 1");
  }

  /** Short texts of few characters, so that many are prefixes of others. */
  private String randomText() {
    int[] characters = {'A', 'B', '\u00c9', 0x1f600, 0x1f601, '%', '_'};
    return random
        .ints(random.nextInt(6), 0, characters.length)
        .collect(
            StringBuilder::new,
            (text, i) -> text.appendCodePoint(characters[i]),
            StringBuilder::append)
        .toString();
  }

  private static List<Integer> codePoints(String text) {
    return text.codePoints().boxed().toList();
  }

  private static boolean startsWith(List<Integer> text, List<Integer> prefix) {
    return prefix.size() <= text.size() && text.subList(0, prefix.size()).equals(prefix);
  }
}
