package health.salus.storage.setting;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where secrets come from: <code>${NAME}</code> of the environment, or {@code file:/path}. A secret
 * written into the settings file itself is refused, so that the file can be shown to anybody.
 */
public final class Secrets {
  private static final Pattern ENVIRONMENT = Pattern.compile("\\$\\{([A-Za-z_][A-Za-z0-9_]*)}");

  private final Function<String, @Nullable String> environment;

  public Secrets(Function<String, @Nullable String> environment) {
    this.environment = environment;
  }

  @Nullable String resolve(String setting, String reference, List<String> faults) {
    Matcher matcher = ENVIRONMENT.matcher(reference);
    if (matcher.matches()) {
      @Nullable String value = environment.apply(matcher.group(1));
      if (value == null || value.isEmpty()) {
        faults.add(
            setting + " refers to the environment variable " + matcher.group(1) + ", not set");
      }
      return value;
    }
    if (reference.startsWith("file:")) {
      return readFile(setting, reference.substring("file:".length()), faults);
    }
    faults.add(
        setting
            + " is a secret: write ${NAME_OF_A_VARIABLE} or file:/path, never the value itself");
    return null;
  }

  @Nullable String withoutReferences(String setting, String text, List<String> faults) {
    Matcher matcher = ENVIRONMENT.matcher(text);
    if (!matcher.matches()) {
      return text;
    }
    return resolve(setting, text, faults);
  }

  private static @Nullable String readFile(String setting, String path, List<String> faults) {
    try {
      return Files.readString(Path.of(path)).strip();
    } catch (IOException e) {
      faults.add(setting + " refers to the file " + path + ", which cannot be read");
      return null;
    }
  }
}
