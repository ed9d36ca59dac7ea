package health.salus.storage.narrowing;

import static org.assertj.core.api.Assertions.assertThat;

import health.salus.interceptors.consent.Confidentiality;
import health.salus.interceptors.consent.Disclosure;
import health.salus.interceptors.consent.FactPredicate;
import health.salus.interceptors.consent.ResourceFacts;
import health.salus.interceptors.crypto.CryptoProvider;
import health.salus.interceptors.crypto.NumberCipher;
import health.salus.interceptors.crypto.SecretBytes;
import health.salus.storage.facts.FactsRow;
import health.salus.storage.facts.StoredCodes;
import health.salus.storage.hapi.DataFolder;
import health.salus.storage.hapi.Database;
import health.salus.storage.hapi.DatabaseConfig;
import health.salus.storage.hapi.SchemaMigration;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The SQL of a disclosure chooses exactly the rows that the disclosure permits. */
class DisclosureSqlIT {
  private static final long SEED = 20261124;
  private static final int RESOURCES = 300;
  private static final int ROUNDS = 1000;
  private static final List<String> PATIENTS = List.of("p1", "p2", "p3", "p4");
  private static final List<String> TYPES = List.of("Patient", "Observation", "Condition");
  private static final List<String> CODES = List.of("PSY", "HIV", "SDV");
  private static final List<String> LABELS = List.of("urn:a|1", "urn:a|2");
  private static final List<String> AUTHORS = List.of("Practitioner/1", "Practitioner/2");
  private static final Instant EPOCH = Instant.parse("2020-01-01T00:00:00Z");

  private static final StoredCodes CODES_AS_STORED =
      new StoredCodes(
          new NumberCipher(
              SecretBytes.fromHex("0123456789abcdef".repeat(4)), "test", CryptoProvider.jdk()));

  @TempDir private static Path folder;
  private static DataFolder data;
  private static Database database;
  private static final Map<String, ResourceFacts> FACTS = new HashMap<>();
  private final Random random = new Random(SEED);

  @BeforeAll
  static void store() throws SQLException {
    data = DataFolder.take(folder.resolve("data"));
    database = Database.open(DatabaseConfig.EMBEDDED, data);
    new SchemaMigration(database.migrationDataSource()).migrate();
    new DisclosureSqlIT().insert();
  }

  @AfterAll
  static void stop() {
    database.close();
    data.close();
  }

  @Test
  void sqlAndMemoryDecideAlike() throws SQLException {
    int mixed = 0;
    for (int round = 0; round < ROUNDS; round++) {
      Disclosure disclosure = disclosure();
      Set<String> expected =
          FACTS.values().stream()
              .filter(facts -> disclosure.permits(facts, DisclosureSqlIT::referencesOf))
              .map(ResourceFacts::address)
              .collect(Collectors.toCollection(TreeSet::new));

      assertThat(selected(disclosure)).as("round %d: %s", round, disclosure).isEqualTo(expected);
      mixed += expected.isEmpty() || expected.size() == RESOURCES ? 0 : 1;
    }
    assertThat(mixed).as("disclosures that permit some and deny some").isGreaterThan(ROUNDS / 2);
  }

  /** An earlier release has left hashes in plain. */
  private static Set<String> referencesOf(String address) {
    ResourceFacts facts = FACTS.get(address);
    return facts == null ? Set.of() : facts.references();
  }

  private static Set<String> selected(Disclosure disclosure) throws SQLException {
    List<Object> bound = new ArrayList<>();
    String condition =
        new DisclosureSql(
                value -> {
                  bound.add(value);
                  return "?";
                },
                CODES_AS_STORED)
            .permits(disclosure);
    try (Connection connection = database.dataSource().getConnection();
        PreparedStatement select =
            connection.prepareStatement(
                "SELECT address FROM salus.access_facts f WHERE " + condition)) {
      for (int i = 0; i < bound.size(); i++) {
        select.setObject(i + 1, bound.get(i));
      }
      Set<String> found = new TreeSet<>();
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          found.add(rows.getString(1));
        }
      }
      return found;
    }
  }

  private void insert() throws SQLException {
    try (Connection connection = database.dataSource().getConnection();
        PreparedStatement insert = connection.prepareStatement(FactsRow.UPSERT)) {
      for (int i = 0; i < RESOURCES; i++) {
        ResourceFacts facts = facts(i);
        FACTS.put(facts.address(), facts);
        new FactsRow(i, 1, facts, Set.of()).bind(insert, CODES_AS_STORED);
        insert.executeUpdate();
      }
      if (!connection.getAutoCommit()) {
        connection.commit();
      }
    }
  }

  private ResourceFacts facts(int number) {
    String type = one(TYPES);
    return new ResourceFacts(
        type,
        type + "/" + number,
        some(PATIENTS),
        Confidentiality.ofRank(random.nextInt(6)),
        some(CODES),
        some(LABELS),
        moment(),
        moment(),
        some(AUTHORS),
        new HashSet<>(List.of(address(), address())),
        random.nextBoolean() ? Set.of() : Set.of((long) random.nextInt(4)));
  }

  private Disclosure disclosure() {
    Disclosure disclosure = new Disclosure(false, condition(1), condition(1), Map.of());
    for (String patient : some(PATIENTS)) {
      disclosure = disclosure.with(patient, condition(3));
    }
    return disclosure;
  }

  private FactPredicate condition(int depth) {
    int kind = random.nextInt(depth > 0 ? 14 : 10);
    return switch (kind) {
      case 0 -> random.nextBoolean() ? FactPredicate.ALWAYS : FactPredicate.NEVER;
      case 1 -> new FactPredicate.AtMost(Confidentiality.ofRank(random.nextInt(6)));
      case 2 -> new FactPredicate.Labelled(some(CODES), some(LABELS));
      case 3 -> new FactPredicate.OnlySensitivities(some(CODES));
      case 4 -> new FactPredicate.OfType(some(TYPES));
      case 5 -> new FactPredicate.Coded(Set.of((long) random.nextInt(4), 9L));
      case 6 -> new FactPredicate.AuthoredBy(some(AUTHORS));
      case 7 -> new FactPredicate.Touches(moment(), moment());
      case 8 -> new FactPredicate.Within(moment(), moment());
      case 9 -> byAddress();
      case 10 -> FactPredicate.not(condition(depth - 1));
      case 11 -> new FactPredicate.Not(condition(depth - 1));
      case 12 -> FactPredicate.all(List.of(condition(depth - 1), condition(depth - 1)));
      default -> FactPredicate.any(List.of(condition(depth - 1), condition(depth - 1)));
    };
  }

  private FactPredicate byAddress() {
    Set<String> addresses = new HashSet<>(List.of(address(), address(), address(), address()));
    return switch (random.nextInt(3)) {
      case 0 -> new FactPredicate.Instance(addresses);
      case 1 -> new FactPredicate.RefersTo(addresses);
      default -> new FactPredicate.ReferredBy(addresses);
    };
  }

  private String address() {
    return one(TYPES) + "/" + random.nextInt(RESOURCES);
  }

  private Optional<Instant> moment() {
    return random.nextInt(3) == 0
        ? Optional.empty()
        : Optional.of(EPOCH.plusSeconds(86_400L * random.nextInt(8)));
  }

  private Set<String> some(List<String> values) {
    Set<String> chosen = new HashSet<>();
    values.forEach(value -> chosen.addAll(random.nextBoolean() ? Set.of(value) : Set.of()));
    return chosen;
  }

  private <T> T one(List<T> values) {
    return values.get(random.nextInt(values.size()));
  }
}
