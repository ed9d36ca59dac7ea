package health.salus.cli.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.format.DateTimeFormatter;
import java.util.List;

/**
 * Runs Synthea in a process of its own, because its libraries and ours do not go together. Maven
 * fetches it once, by the pom that is given here; nothing of it is on the server's class path.
 */
public final class SyntheaGenerator {
  private static final String CLASS_PATH_GOAL =
      "org.apache.maven.plugins:maven-dependency-plugin:3.11.0:build-classpath";

  private final Path pom;

  /** {@code pom} has Synthea as its only dependency. */
  public SyntheaGenerator(Path pom) {
    this.pom = pom;
  }

  /**
   * Makes the people and answers with the folder that holds their bundles. Output of both processes
   * goes to the console.
   *
   * @throws IOException if Maven or Synthea cannot be started or fails
   */
  public Path generate(SyntheaOptions options) throws IOException, InterruptedException {
    Path classPathFile = Files.createTempFile("synthea", ".classpath");
    try {
      run(mavenCommand(classPathFile));
      run(syntheaCommand(Files.readString(classPathFile).strip(), options));
    } finally {
      Files.delete(classPathFile);
    }
    return options.out().resolve("fhir");
  }

  List<String> mavenCommand(Path classPathFile) {
    boolean windows = System.getProperty("os.name").startsWith("Windows");
    return List.of(
        windows ? "mvn.cmd" : "mvn",
        "-q",
        "-f",
        pom.toString(),
        CLASS_PATH_GOAL,
        "-Dmdep.outputFile=" + classPathFile.toAbsolutePath());
  }

  static List<String> syntheaCommand(String classPath, SyntheaOptions options) {
    String seed = Long.toString(options.seed());
    String end = options.end().format(DateTimeFormatter.BASIC_ISO_DATE);
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-cp",
        classPath,
        "App",
        "-p",
        Integer.toString(options.patients()),
        "-s",
        seed,
        "-cs",
        seed,
        "-r",
        end,
        "-e",
        end,
        "--exporter.fhir.export=true",
        "--exporter.fhir.use_us_core_ig=true",
        "--exporter.years_of_history=" + options.yearsOfHistory(),
        "--exporter.hospital.fhir.export=true",
        "--exporter.practitioner.fhir.export=true",
        "--exporter.pretty_print=false",
        "--generate.only_alive_patients=true",
        "--exporter.baseDirectory=" + options.out().toAbsolutePath(),
        "Massachusetts");
  }

  private static void run(List<String> command) throws IOException, InterruptedException {
    int exitCode = new ProcessBuilder(command).inheritIO().start().waitFor();
    if (exitCode != 0) {
      throw new IOException(command.get(0) + " ended with exit code " + exitCode);
    }
  }
}
