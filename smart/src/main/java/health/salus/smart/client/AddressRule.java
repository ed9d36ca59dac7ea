package health.salus.smart.client;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;

/**
 * Decides whether this server may call the address of a stranger's URL: public addresses only. It
 * refuses loopback, private, link-local, shared, multicast, documentation and cloud-metadata
 * addresses, and IPv6 forms of such IPv4 addresses.
 */
final class AddressRule {
  private AddressRule() {}

  static boolean isPublic(InetAddress address) {
    if (address.isAnyLocalAddress()
        || address.isLoopbackAddress()
        || address.isLinkLocalAddress()
        || address.isSiteLocalAddress()
        || address.isMulticastAddress()) {
      return false;
    }
    byte[] bytes = address.getAddress();
    if (address instanceof Inet4Address) {
      return isPublic4(bytes, 0);
    }
    return address instanceof Inet6Address && isPublic6(bytes);
  }

  private static boolean isPublic4(byte[] bytes, int offset) {
    int first = bytes[offset] & 0xff;
    int second = bytes[offset + 1] & 0xff;
    int third = bytes[offset + 2] & 0xff;
    return switch (first) {
      case 0, 10, 127 -> false;
      case 100 -> second < 64 || second > 127;
      case 169 -> second != 254;
      case 172 -> second < 16 || second > 31;
      case 192 -> second != 168 && !(second == 0 && (third == 0 || third == 2));
      case 198 -> second != 18 && second != 19 && !(second == 51 && third == 100);
      case 203 -> !(second == 0 && third == 113);
      default -> first < 224;
    };
  }

  private static boolean isPublic6(byte[] bytes) {
    boolean global = (bytes[0] & 0xe0) == 0x20; // 2000::/3
    if (!global) {
      return false; // also ::a.b.c.d, ::ffff:a.b.c.d, 64:ff9b::/96, fc00::/7, fe80::/10, fec0::/10
    }
    if (startsWith(bytes, 0x20, 0x02)) { // 6to4: the IPv4 address follows
      return isPublic4(bytes, 2);
    }
    return !startsWith(bytes, 0x20, 0x01, 0x00, 0x00) // Teredo
        && !startsWith(bytes, 0x20, 0x01, 0x0d, 0xb8); // documentation
  }

  private static boolean startsWith(byte[] bytes, int... prefix) {
    byte[] start = new byte[prefix.length];
    for (int i = 0; i < prefix.length; i++) {
      start[i] = (byte) prefix[i];
    }
    return Arrays.equals(bytes, 0, prefix.length, start, 0, prefix.length);
  }
}
