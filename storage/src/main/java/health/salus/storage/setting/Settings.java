package health.salus.storage.setting;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One block of the settings file, read setting by setting. Every fault is collected in a list that
 * all blocks share; {@link #refuseUnknown()} names what nobody asked for.
 *
 * <p>Not thread-safe; used once, at start.
 */
public final class Settings {
  private static final Pattern SIZE = Pattern.compile("(\\d{1,9})\\s*(B|kB|MB|GB)");

  private final String path;
  private final ObjectNode node;
  private final Secrets secrets;
  private final List<String> faults;
  private final Set<String> asked = new HashSet<>();

  public Settings(String path, ObjectNode node, Secrets secrets, List<String> faults) {
    this.path = path;
    this.node = node;
    this.secrets = secrets;
    this.faults = faults;
  }

  public Settings block(String name) {
    JsonNode child = ask(name);
    if (child instanceof ObjectNode object) {
      return new Settings(full(name), object, secrets, faults);
    }
    if (child != null) {
      faults.add(full(name) + " must be a block of settings but is " + kind(child));
    }
    return new Settings(full(name), node.objectNode(), secrets, faults);
  }

  public String text(String name, String otherwise) {
    @Nullable String value = optionalText(name);
    return value == null ? otherwise : value;
  }

  public @Nullable String optionalText(String name) {
    JsonNode value = ask(name);
    if (value == null) {
      return null;
    }
    if (!value.isValueNode()) {
      faults.add(full(name) + " must be a text but is " + kind(value));
      return null;
    }
    return secrets.withoutReferences(full(name), value.asText(), faults);
  }

  /** A secret: only a reference to the environment or to a file is accepted, never the value. */
  public @Nullable String secret(String name) {
    JsonNode value = ask(name);
    if (value == null) {
      return null;
    }
    return secrets.resolve(full(name), value.asText(), faults);
  }

  public int integer(String name, int otherwise, int min, int max) {
    JsonNode value = ask(name);
    if (value == null) {
      return otherwise;
    }
    if (!value.isIntegralNumber() || value.longValue() < min || value.longValue() > max) {
      faults.add(
          "%s must be a whole number from %d to %d but is %s"
              .formatted(full(name), min, max, value.asText(kind(value))));
      return otherwise;
    }
    return value.intValue();
  }

  public boolean flag(String name, boolean otherwise) {
    JsonNode value = ask(name);
    if (value == null) {
      return otherwise;
    }
    if (!value.isBoolean()) {
      faults.add(full(name) + " must be true or false but is " + value.asText(kind(value)));
      return otherwise;
    }
    return value.booleanValue();
  }

  /** A duration such as {@code 30s}, {@code 5m} or {@code 250ms}. */
  public Duration duration(String name, Duration otherwise) {
    JsonNode value = ask(name);
    if (value == null) {
      return otherwise;
    }
    try {
      return parseDuration(value.asText());
    } catch (DateTimeParseException | NumberFormatException e) {
      faults.add(
          full(name) + " must be a duration such as 250ms, 30s or 5m but is " + value.asText());
      return otherwise;
    }
  }

  /** A size in bytes, written as {@code 512kB} or {@code 8MB} (powers of 1024). */
  public long size(String name, long otherwise) {
    JsonNode value = ask(name);
    if (value == null) {
      return otherwise;
    }
    Matcher matcher = SIZE.matcher(value.asText());
    if (!matcher.matches()) {
      faults.add(full(name) + " must be a size such as 512kB or 8MB but is " + value.asText());
      return otherwise;
    }
    long unit =
        switch (matcher.group(2)) {
          case "kB" -> 1L << 10;
          case "MB" -> 1L << 20;
          case "GB" -> 1L << 30;
          default -> 1L;
        };
    return Long.parseLong(matcher.group(1)) * unit;
  }

  public List<String> texts(String name, List<String> otherwise) {
    JsonNode value = ask(name);
    if (value == null) {
      return otherwise;
    }
    if (!value.isArray()) {
      faults.add(full(name) + " must be a list but is " + kind(value));
      return otherwise;
    }
    List<String> texts = new ArrayList<>();
    value.forEach(each -> texts.add(each.asText()));
    return List.copyOf(texts);
  }

  public <T extends Enum<T>> T choice(String name, Class<T> type, T otherwise) {
    JsonNode value = ask(name);
    if (value == null) {
      return otherwise;
    }
    for (T constant : type.getEnumConstants()) {
      if (constant.name().replace('_', '-').equalsIgnoreCase(value.asText())) {
        return constant;
      }
    }
    faults.add(
        "%s must be one of %s but is %s".formatted(full(name), choices(type), value.asText()));
    return otherwise;
  }

  private static List<String> choices(Class<? extends Enum<?>> type) {
    return Arrays.stream(type.getEnumConstants())
        .map(constant -> constant.name().toLowerCase(Locale.ROOT).replace('_', '-'))
        .toList();
  }

  public void refuse(boolean wrong, String name, String expectation) {
    if (wrong) {
      faults.add(full(name) + " " + expectation);
    }
  }

  /** Called last: names every unknown setting, retired ones with their successor. */
  public void refuseUnknown() {
    node.fieldNames()
        .forEachRemaining(
            name -> {
              if (!asked.contains(name)) {
                faults.add(
                    RetiredSettings.hint(full(name))
                        .orElse("unknown setting " + full(name) + "; known here: " + known()));
              }
            });
  }

  private String known() {
    return String.join(", ", asked.stream().sorted().toList());
  }

  private @Nullable JsonNode ask(String name) {
    asked.add(name);
    JsonNode value = node.get(name);
    return value == null || value.isNull() ? null : value;
  }

  private String full(String name) {
    return path.isEmpty() ? name : path + "." + name;
  }

  private static String kind(JsonNode value) {
    return value.isArray() ? "a list" : value.isObject() ? "a block" : value.asText();
  }

  private static Duration parseDuration(String text) {
    if (text.endsWith("ms")) {
      return Duration.ofMillis(Long.parseLong(text.substring(0, text.length() - 2).strip()));
    }
    return Duration.parse("PT" + text.replace(" ", ""));
  }

  /**
   * The blocks of a YAML file; none if there is no file.
   *
   * @throws ConfigException if the file cannot be read or holds no blocks
   */
  public static ObjectNode parse(Path file) {
    YAMLMapper mapper = new YAMLMapper();
    if (!Files.exists(file)) {
      return mapper.createObjectNode();
    }
    try {
      JsonNode root = mapper.readTree(Files.readString(file));
      if (root == null || root.isMissingNode() || root.isNull()) {
        return mapper.createObjectNode();
      }
      if (root instanceof ObjectNode object) {
        return object;
      }
      throw new ConfigException(List.of(file + " must hold blocks of settings"));
    } catch (JsonProcessingException e) {
      throw new ConfigException(
          List.of(
              "%s is no valid YAML at line %d: %s"
                  .formatted(file, e.getLocation().getLineNr(), e.getOriginalMessage())));
    } catch (IOException e) {
      throw new ConfigException(List.of(file + " cannot be read"));
    }
  }
}
