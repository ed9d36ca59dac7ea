package health.salus.server;

import ca.uhn.fhir.rest.server.RestfulServer;
import ca.uhn.fhir.rest.server.util.ISearchParamRegistry;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.base.Suppliers;
import com.google.common.collect.Lists;
import health.salus.server.config.ServerConfig;
import health.salus.server.demo.DemoServlet;
import health.salus.smart.server.AuthorizationServer;
import health.salus.storage.hapi.DatabaseConfig;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** The real server on a free port with a real PostgreSQL, started once for all tests of a run. */
public final class TestServer {
  private static final JsonMapper MAPPER = new JsonMapper();
  private static final Path HOME = home();
  private static TestServer shared;

  /** In place of a value of {@code Authorization}: send none. */
  public static final String NO_TOKEN = "none";

  /** Below the limit of a transaction. */
  private static final int MAX_ENTRIES = 500;

  /** Well below the life of an access token. */
  private static final Duration TOKEN_USE = Duration.ofMinutes(3);

  private final HttpClient client = HttpClient.newHttpClient();
  private final Application application;
  private final Path data;
  private final TestTokens tokens;
  private final Supplier<String> administrator;
  private Weakening weakening;
  private boolean sampleLoaded;

  private TestServer(Application application, Path data) {
    this.application = application;
    this.data = data;
    application.authorizationServer().users().createFirstAdministrator("admin");
    this.tokens = new TestTokens(application.port(), data);
    this.administrator =
        Suppliers.memoizeWithExpiration(
            tokens::forAdministrator, TOKEN_USE.toMinutes(), TimeUnit.MINUTES);
  }

  /** The server that all tests share; they must not depend on each other's data. */
  public static synchronized TestServer shared() {
    if (shared == null) {
      Path data =
          Path.of("target", "test-data-" + System.getProperty("salus.test.fork", "1"))
              .toAbsolutePath();
      delete(data);
      Application application = new Application(Map.of("/demo/*", new DemoServlet()));
      application.start(withLocalKeySets(config(data)));
      Runtime.getRuntime().addShutdownHook(new Thread(application::close));
      shared = new TestServer(application, data);
    }
    return shared;
  }

  /** A server with data of its own, which the caller closes; its database is made beforehand. */
  public static TestServer separate(Path data) {
    MigratedDatabase.copyTo(data);
    return start(new Application(), config(data), data);
  }

  /** Takes these guards out of this server, and puts all others back. */
  public synchronized void weaken(Set<Class<?>> off) {
    if (weakening == null) {
      weakening = new Weakening(application);
    }
    weakening.without(off);
  }

  /** Forgets the sealing keys in memory, so that this server reads them from the table again. */
  public void forgetKeys() {
    application.storage().sealing().keys().forget();
  }

  /** Reads the stored SearchParameters now, instead of at the next interval. */
  public void refreshSearchParameters() {
    application.storage().fhir().bean(ISearchParamRegistry.class).forceRefresh();
  }

  /** Offers an operation, as far as the guards that are in place let it be bound. */
  public void offer(Object provider) {
    ((RestfulServer) application.doors().servlets().get("/fhir/*")).registerProvider(provider);
  }

  /** Another node on the database and with the keys of this one, which the caller closes. */
  public TestServer anotherNode(Path folder) {
    return anotherNode(folder, config(folder));
  }

  /** Another node with settings of its own. */
  public TestServer anotherNode(Path folder, ServerConfig config) {
    copy(data.resolve("keys"), folder.resolve("keys"));
    DatabaseConfig database =
        new DatabaseConfig(
            "jdbc:postgresql://localhost:%s/postgres".formatted(databasePort()),
            "postgres",
            read(data.resolve("keys/database-password")).strip(),
            8,
            config.database().connectionTimeout());
    return start(new Application(), withLocalKeySets(config.withDatabase(database)), folder);
  }

  /** The database itself, as its owner. */
  public DataSource database() {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl("jdbc:postgresql://localhost:%s/postgres".formatted(databasePort()));
    source.setUser("postgres");
    source.setPassword(read(data.resolve("keys/database-password")).strip());
    return source;
  }

  /** The fourth line of the file that PostgreSQL keeps while it runs. */
  private String databasePort() {
    return read(data.resolve("postgresql/postmaster.pid")).lines().toList().get(3).strip();
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Copies a folder with all that is in it. */
  static void copy(Path from, Path to) {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path copy = to.resolve(from.relativize(file));
        Files.createDirectories(copy.getParent());
        Files.copy(file, copy, StandardCopyOption.COPY_ATTRIBUTES);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Any server with any settings, which the caller closes. */
  public static TestServer start(Application application, ServerConfig config, Path data) {
    application.start(config);
    return new TestServer(application, data);
  }

  /** Stops a server that is not shared. */
  public void close() {
    application.close();
  }

  /**
   * The settings that ship, on a free port. With the system property {@code salus.test.plain}
   * nothing is sealed, so that the same tests show that they find the same.
   */
  public static ServerConfig config(Path data) {
    ServerConfig config =
        ServerConfig.read(HOME.resolve("config/salus.yaml"), data, System::getenv).withPort(0);
    return Boolean.getBoolean("salus.test.plain")
        ? config.withEncryption(config.encryption().with(false))
        : config;
  }

  /** The same, but clients may have their key sets on this machine. */
  private static ServerConfig withLocalKeySets(ServerConfig config) {
    return config.withSmart(config.smart().with(config.smart().settings().withLoopbackKeySets()));
  }

  /** The folder of the checkout. */
  public static Path home() {
    Path folder = Path.of("").toAbsolutePath();
    return Files.exists(folder.resolve("salus")) ? folder : folder.getParent();
  }

  public int port() {
    return application.port();
  }

  /** Users and clients. */
  public AuthorizationServer authorizationServer() {
    return application.authorizationServer();
  }

  /** The server's address without a slash at its end. */
  public String root() {
    return "http://localhost:" + port();
  }

  public String base() {
    return application.fhirBase();
  }

  /** Loads the twenty sample patients and their hospitals, once. */
  public synchronized void loadSample() {
    if (!sampleLoaded) {
      load(HOME.resolve("examples/synthea/sample"));
      sampleLoaded = true;
    }
  }

  /**
   * Sends transaction bundles, files or folders of them, in the order of their names; large ones in
   * parts, in the order of their entries.
   */
  public void load(Path... paths) {
    for (Path path : paths) {
      try (Stream<Path> files = Files.walk(path)) {
        files.filter(Files::isRegularFile).sorted().forEach(this::loadBundle);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private void loadBundle(Path file) {
    try (InputStream stream = Files.newInputStream(file)) {
      boolean zipped = file.toString().endsWith(".gz");
      InputStream json = zipped ? new GZIPInputStream(stream) : stream;
      ObjectNode bundle = (ObjectNode) MAPPER.readTree(json);
      for (List<JsonNode> part : Lists.partition(entries(bundle), MAX_ENTRIES)) {
        bundle.putArray("entry").addAll(part);
        HttpResponse<String> response = post("/fhir", bundle.toString());
        if (response.statusCode() != 200) {
          throw new AssertionError(file + ": " + response.body());
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<JsonNode> entries(ObjectNode bundle) {
    List<JsonNode> entries = new ArrayList<>();
    bundle.path("entry").forEach(entries::add);
    return entries;
  }

  /** Access tokens of this server. */
  public TestTokens tokens() {
    return tokens;
  }

  /** Starts a job on the keys, such as {@code reseal}, and waits for its end; its last state. */
  public JsonNode runKeyJob(String job) {
    HttpResponse<String> started = post("/keys/" + job, "", "Content-Type", "application/json");
    if (started.statusCode() != 202) {
      throw new AssertionError(started.body());
    }
    return awaitKeyJob();
  }

  /** Waits for the end of the job on the keys that runs now, if any; its last state. */
  public JsonNode awaitKeyJob() {
    JsonNode job = keys().path("job");
    while (job.path("state").asText().equals("RUNNING")) {
      try {
        Thread.sleep(50);
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
      job = keys().path("job");
    }
    return job;
  }

  /** The keys and the last job on them. */
  public JsonNode keys() {
    return json(get("/keys"));
  }

  /** Trains a model; the answer of the server. */
  public JsonNode train(String model) {
    HttpResponse<String> trained =
        post("/models/" + model + "/train", "", "Content-Type", "application/json");
    if (trained.statusCode() != 200) {
      throw new AssertionError(trained.body());
    }
    return json(trained);
  }

  /** The data folder, which holds the keys. */
  public Path data() {
    return data;
  }

  public Application application() {
    return application;
  }

  /** A token of the machine's administrator, who may do everything. */
  public String administratorToken() {
    return administrator.get();
  }

  public HttpResponse<String> get(String path, String... headers) {
    return send("GET", path, null, headers);
  }

  public HttpResponse<String> post(String path, String json, String... headers) {
    return send("POST", path, json, headers);
  }

  public HttpResponse<String> put(String path, String json, String... headers) {
    return send("PUT", path, json, headers);
  }

  public HttpResponse<String> delete(String path, String... headers) {
    return send("DELETE", path, null, headers);
  }

  /**
   * A request of the administrator, unless the headers say otherwise; a path without a leading
   * slash is under the FHIR base.
   */
  public HttpResponse<String> send(String method, String path, String body, String... headers) {
    String url = path.startsWith("/") ? "http://localhost:" + port() + path : base() + "/" + path;
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url))
            .method(
                method,
                body == null
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body));
    boolean typed = Stream.of(headers).anyMatch("Content-Type"::equalsIgnoreCase);
    if (body != null && !typed) {
      request.header("Content-Type", "application/fhir+json");
    }
    Map<String, String> named = new LinkedHashMap<>();
    for (int i = 0; i < headers.length; i += 2) {
      named.put(headers[i], headers[i + 1]);
    }
    String authorization = named.remove("Authorization");
    if (authorization == null) {
      request.header("Authorization", "Bearer " + administratorToken());
    } else if (!authorization.equals(NO_TOKEN)) {
      request.header("Authorization", authorization);
    }
    named.forEach(request::header);
    try {
      return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  public static JsonNode json(HttpResponse<String> response) {
    try {
      return MAPPER.readTree(response.body());
    } catch (IOException e) {
      throw new AssertionError("no JSON: " + response.body(), e);
    }
  }

  /** Creates a resource and answers with its id. */
  public String create(String json) {
    JsonNode body = json(post(type(json), json));
    if (!body.has("id")) {
      throw new AssertionError(body.toString());
    }
    return body.get("id").asText();
  }

  private static String type(String json) {
    try {
      return MAPPER.readTree(json).get("resourceType").asText();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static void delete(Path folder) {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
