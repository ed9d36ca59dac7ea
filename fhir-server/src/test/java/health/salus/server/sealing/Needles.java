package health.salus.server.sealing;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Finds any of many values in bytes, as they are and as a careless program may write them. */
final class Needles {
  private static final int PREFIX = 6;
  private static final int MIN_IN_BASE64 = 9;

  private final Map<Long, List<byte[]>> byPrefix = new HashMap<>();
  private final Map<String, String> values = new HashMap<>();

  /** Values of at least six characters; shorter ones are found anywhere by chance. */
  Needles(Collection<String> values) {
    for (String value : values) {
      add(value, value);
      add(value.toUpperCase(Locale.ROOT), value);
      byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
      add(HexFormat.of().formatHex(bytes), value);
      add(HexFormat.of().withUpperCase().formatHex(bytes), value);
      if (bytes.length >= MIN_IN_BASE64) {
        addBase64(bytes, value);
      }
    }
  }

  /** The characters that the value alone decides, at each of the three places it can begin at. */
  private void addBase64(byte[] bytes, String value) {
    for (int shift = 0; shift < 3; shift++) {
      byte[] shifted = new byte[bytes.length + shift];
      System.arraycopy(bytes, 0, shifted, shift, bytes.length);
      String text = Base64.getEncoder().withoutPadding().encodeToString(shifted);
      int from = shift == 0 ? 0 : shift + 1;
      add(text.substring(from, (shifted.length / 3) * 4), value);
    }
  }

  private void add(String form, String value) {
    byte[] bytes = form.getBytes(StandardCharsets.UTF_8);
    if (bytes.length >= PREFIX && values.put(form, value) == null) {
      byPrefix.computeIfAbsent(prefix(bytes, 0), any -> new ArrayList<>()).add(bytes);
    }
  }

  /** The values that are in these bytes. */
  Set<String> in(byte[] hay) {
    Set<String> found = new TreeSet<>();
    for (int i = 0; i + PREFIX <= hay.length; i++) {
      if (hay[i] == 0) {
        continue; // no form begins with it, and a database's files are full of it
      }
      for (byte[] form : byPrefix.getOrDefault(prefix(hay, i), List.of())) {
        if (matches(hay, i, form)) {
          found.add(values.get(new String(form, StandardCharsets.UTF_8)));
        }
      }
    }
    return found;
  }

  private static boolean matches(byte[] hay, int at, byte[] form) {
    if (at + form.length > hay.length) {
      return false;
    }
    for (int i = PREFIX; i < form.length; i++) {
      if (hay[at + i] != form[i]) {
        return false;
      }
    }
    return true;
  }

  private static long prefix(byte[] bytes, int at) {
    long prefix = 0;
    for (int i = 0; i < PREFIX; i++) {
      prefix = prefix << 8 | (bytes[at + i] & 0xff);
    }
    return prefix;
  }
}
