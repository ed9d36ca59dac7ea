package health.salus.cli.dump;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.BitSet;
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
  private static final long PREFIX_BITS = (1L << (8 * PREFIX)) - 1;
  private static final int MIN_IN_BASE64 = 9;
  private static final int FILTER_BITS = 20;

  private final Map<Long, List<Form>> byPrefix = new HashMap<>();
  private final BitSet filter = new BitSet(1 << FILTER_BITS);

  /**
   * How a value may be written.
   *
   * @param bytes a character each
   */
  private record Form(String bytes, String value) {}

  /**
   * Values of at least six bytes; shorter ones are found anywhere by chance.
   *
   * @param texts as they are, in upper and lower case, as hexadecimal digits and in base64
   * @param numbers as digits, and as PostgreSQL has them in its files
   */
  Needles(Collection<String> texts, Collection<Long> numbers) {
    for (String value : texts) {
      add(value, value);
      add(value.toUpperCase(Locale.ROOT), value);
      add(value.toLowerCase(Locale.ROOT), value);
      byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
      add(HexFormat.of().formatHex(bytes), value);
      add(HexFormat.of().withUpperCase().formatHex(bytes), value);
      if (bytes.length >= MIN_IN_BASE64) {
        addBase64(bytes, value);
      }
    }
    for (long number : numbers) {
      add(Long.toString(number), Long.toString(number));
      ByteBuffer binary = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.nativeOrder());
      add(binary.putLong(number).array(), Long.toString(number));
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
    add(form.getBytes(StandardCharsets.UTF_8), value);
  }

  private void add(byte[] bytes, String value) {
    if (bytes.length >= PREFIX) {
      long prefix = 0;
      for (int i = 0; i < PREFIX; i++) {
        prefix = next(prefix, bytes[i]);
      }
      byPrefix
          .computeIfAbsent(prefix, any -> new ArrayList<>())
          .add(new Form(new String(bytes, StandardCharsets.ISO_8859_1), value));
      filter.set(bit(prefix));
    }
  }

  /** The values that are in these bytes. */
  Set<String> in(byte[] hay) {
    Set<String> found = new TreeSet<>();
    long prefix = 0;
    for (int i = 0; i < hay.length; i++) {
      prefix = next(prefix, hay[i]);
      if (i + 1 >= PREFIX && filter.get(bit(prefix))) {
        for (Form form : byPrefix.getOrDefault(prefix, List.of())) {
          if (matches(hay, i + 1 - PREFIX, form.bytes())) {
            found.add(form.value());
          }
        }
      }
    }
    return found;
  }

  private static boolean matches(byte[] hay, int at, String form) {
    if (at + form.length() > hay.length) {
      return false;
    }
    for (int i = PREFIX; i < form.length(); i++) {
      if (hay[at + i] != (byte) form.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private static long next(long prefix, byte next) {
    return (prefix << 8 | (next & 0xff)) & PREFIX_BITS;
  }

  private static int bit(long prefix) {
    return (int) ((prefix * 0x9E3779B97F4A7C15L) >>> (Long.SIZE - FILTER_BITS));
  }
}
