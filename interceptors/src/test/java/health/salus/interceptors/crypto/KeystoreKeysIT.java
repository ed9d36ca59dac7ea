package health.salus.interceptors.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A PKCS#11 token in software, if the operating system has SoftHSM. The token is used by a process
 * of its own, since its library reads where its settings are from the environment.
 */
class KeystoreKeysIT {
  private static final Path LIBRARY = Path.of("/usr/lib/softhsm/libsofthsm2.so");
  private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin");
  private static final String PIN = "1234";
  private static final long LIMIT_SECONDS = 60;

  @TempDir Path home;

  private Path configuration;

  @BeforeEach
  void makeToken() throws Exception {
    if (!Files.exists(LIBRARY)) {
      System.out.println("Skipped: SoftHSM is not installed");
    }
    Assumptions.assumeTrue(Files.exists(LIBRARY), "SoftHSM is not installed");
    Files.createDirectory(home.resolve("tokens"));
    Files.writeString(
        home.resolve("softhsm2.conf"), "directories.tokendir = " + home.resolve("tokens") + "\n");
    configuration = home.resolve("token.cfg");
    Files.writeString(
        configuration,
        """
        name = Salus
        library = %s
        slotListIndex = 0
        attributes(generate, CKO_SECRET_KEY, CKK_AES) = {
          CKA_SENSITIVE = true
          CKA_EXTRACTABLE = false
          CKA_ENCRYPT = true
          CKA_DECRYPT = true
        }
        """
            .formatted(LIBRARY));
    run(
        "softhsm2-util",
        "--init-token",
        "--free",
        "--label=salus",
        "--so-pin=5678",
        "--pin=" + PIN);
  }

  @Test
  void keysThatATokenKeepsWrapAndUnwrap() throws Exception {
    generate("salus-kek-1");
    generate("salus-kek-2");

    assertThat(useToken(PIN))
        .containsExactly(
            "versions [1, 2], current 2",
            "let out: false",
            "same: true",
            "elsewhere: NOT_AUTHENTIC",
            "by another: NOT_AUTHENTIC",
            "by none: MISSING",
            "damaged: NOT_AUTHENTIC",
            "same fingerprint: false");
  }

  @Test
  void wrongPinIsToldAtStart() throws Exception {
    generate("salus-kek-1");

    assertThat(useToken("9999").get(0))
        .contains("KeyUnavailable: Cannot read the token of " + configuration)
        .endsWith("check that it is there and that its password or PIN is right");
  }

  private void generate(String alias) throws Exception {
    List<String> printed =
        run(
            JAVA.resolve("keytool").toString(),
            "-genseckey",
            "-keystore",
            "NONE",
            "-storetype",
            "PKCS11",
            "-addprovider",
            "SunPKCS11",
            "-providerarg",
            configuration.toString(),
            "-storepass",
            PIN,
            "-alias",
            alias,
            "-keyalg",
            "AES",
            "-keysize",
            "256");
    assertThat(printed).containsExactly("Generated 256-bit AES secret key");
  }

  private List<String> useToken(String pin) throws Exception {
    return run(
        JAVA.resolve("java").toString(),
        "-cp",
        System.getProperty("java.class.path"),
        TokenUser.class.getName(),
        configuration.toString(),
        pin);
  }

  private List<String> run(String... command) throws IOException, InterruptedException {
    Path output = home.resolve("output.txt");
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("SOFTHSM2_CONF", home.resolve("softhsm2.conf").toString());
    Process process = builder.redirectErrorStream(true).redirectOutput(output.toFile()).start();
    assertThat(process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
    return Files.readAllLines(output, StandardCharsets.UTF_8);
  }
}
