package health.salus.storage.index;

import ca.uhn.fhir.rest.api.Constants;
import health.salus.interceptors.crypto.CalendarNode;
import health.salus.interceptors.crypto.IndexTokens;
import java.sql.Timestamp;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.List;

/** Computes the protected index values under one key. Thread-safe. */
final class ValueTokens {
  /** Longer texts are told apart by {@link #exact} only. */
  static final int MAX_CHARACTERS = 190;

  private static final int LINK = 4;

  private final IndexTokens tokens;
  private final boolean prefixes;

  ValueTokens(IndexTokens tokens, boolean prefixes) {
    this.tokens = tokens;
    this.prefixes = prefixes;
  }

  /** In place of a text as it is written. */
  String exact(String type, String parameter, String text) {
    return tokens.exact(scope(type, parameter), text);
  }

  /**
   * In place of a normalized text: begins with this of every text with which it begins. What goes
   * beyond the characters of one chain begins another chain, which starts from all before, so that
   * it too tells nothing but common beginnings.
   */
  String normalized(String type, String parameter, String text) {
    String scope = scope(type, parameter);
    if (!prefixes) {
      return tokens.exact(scope + " normalized", text);
    }
    int[] characters = text.codePoints().limit(MAX_CHARACTERS).toArray();
    int end = Math.min(characters.length, IndexTokens.MAX_CHAIN_CHARACTERS);
    StringBuilder chain =
        new StringBuilder(tokens.prefixChain(scope, new String(characters, 0, end)));
    while (end < characters.length) {
      String before = tokens.exact(scope + " before", new String(characters, 0, end));
      int more =
          Math.min(characters.length - end, IndexTokens.MAX_CHAIN_CHARACTERS - before.length());
      String next = tokens.prefixChain(scope, before + new String(characters, end, more));
      chain.append(next, before.length() * LINK, next.length());
      end += more;
    }
    return chain.toString();
  }

  /** In place of a code or an identifier, which HAPI compares without the space around it. */
  String token(String type, String parameter, String value) {
    String token = tokens.exact(scope(type, parameter), value.trim());
    // HAPI wants "type|value" here, and does not look at either.
    return parameter.endsWith(Constants.PARAMQUALIFIER_TOKEN_OF_TYPE) ? "of-type|" + token : token;
  }

  /** In place of a date: times that nodes stand for, the same on the clock of every time zone. */
  List<Date> nodes(String type, String parameter, Collection<CalendarNode> nodes) {
    String scope = scope(type, parameter);
    List<Date> times = new ArrayList<>();
    for (CalendarNode node : nodes) {
      times.add(
          Timestamp.valueOf(
              LocalDateTime.ofInstant(
                  IndexTokens.asInstant(tokens.node(scope, node)), ZoneOffset.UTC)));
    }
    return times;
  }

  /** In place of a combination of values, or of the condition of a write: {@code Type?…}. */
  String condition(String text) {
    return text.substring(0, text.indexOf('?')) + "?h=" + tokens.exact("condition", text);
  }

  private static String scope(String type, String parameter) {
    return type + "." + parameter;
  }
}
