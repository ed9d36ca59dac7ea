package health.salus.interceptors.error;

import java.util.Arrays;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.ResourceType;

/** Removes internal numbers, internal names and sent values from HAPI's messages to clients. */
final class PublicText {
  private static final Pattern INTERNAL_NUMBER = Pattern.compile("HAPI-\\d{4}: ");

  /** Where HAPI's texts repeat what was sent: in quotation marks, and as name=value. */
  private static final Pattern QUOTED =
      Pattern.compile("(?<!\\w)([\"'])(.*?)\\1(?!\\w)", Pattern.DOTALL);

  private static final Pattern FILTER =
      Pattern.compile("(Error parsing _filter syntax:).*", Pattern.DOTALL);
  private static final Pattern PARSER =
      Pattern.compile(
          "DataFormatException at \\[\\[row,col \\{unknown-source\\}\\]: \\[(\\d+),(\\d+)\\]\\]: ");

  /** The referring resource may be hidden from the caller who wanted to delete the other one. */
  private static final Pattern REFERRER =
      Pattern.compile(" First reference found was resource .*", Pattern.DOTALL);

  private static final Pattern PAIR = Pattern.compile("([\\w.:-]+)=[^\\s\"…\\]]+");
  private static final Set<String> RESOURCE_TYPES =
      Arrays.stream(ResourceType.values()).map(Enum::name).collect(Collectors.toUnmodifiableSet());

  private PublicText() {}

  private static String withoutNumbers(String text) {
    return INTERNAL_NUMBER.matcher(text).replaceAll("");
  }

  /**
   * What HAPI says, without its inner workings and the values that it repeats; names of resource
   * types may stay.
   */
  static String of(String text) {
    String unquoted =
        QUOTED
            .matcher(PARSER.matcher(withoutNumbers(text)).replaceAll("line $1, column $2: "))
            .replaceAll(
                match ->
                    RESOURCE_TYPES.contains(match.group(2))
                        ? "$0"
                        : match.group(1) + "…" + match.group(1));
    String unnamed = REFERRER.matcher(FILTER.matcher(unquoted).replaceAll("$1 …")).replaceAll("");
    return PAIR.matcher(unnamed).replaceAll("$1=…");
  }
}
