package health.salus.smart.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressRuleTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "127.255.0.9",
        "0.0.0.0",
        "10.1.2.3",
        "172.16.0.1",
        "172.31.255.255",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "192.0.0.1",
        "192.0.2.7",
        "198.18.0.1",
        "198.51.100.7",
        "203.0.113.7",
        "224.0.0.1",
        "255.255.255.255",
        "::1",
        "::",
        "::10.0.0.1",
        "fe80::1",
        "fc00::1",
        "fd00:ec2::254",
        "ff02::1",
        "64:ff9b::a00:1",
        "2001:db8::1",
        "2001::a00:1",
        "2002:a00:1::"
      })
  void addressesOfThisNetworkAreNotCalled(String address) throws UnknownHostException {
    assertThat(AddressRule.isPublic(InetAddress.getByName(address))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"::ffff:10.0.0.1", "::ffff:127.0.0.1", "::ffff:169.254.169.254"})
  void mappedAddressesAreNotCalled(String address) throws UnknownHostException {
    assertThat(AddressRule.isPublic(InetAddress.getByName(address))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "8.8.8.8",
        "172.32.0.1",
        "172.15.0.1",
        "100.63.0.1",
        "100.128.0.1",
        "192.0.1.1",
        "198.20.0.1",
        "2606:4700::1",
        "2002:808:808::"
      })
  void publicAddressesAreCalled(String address) throws UnknownHostException {
    assertThat(AddressRule.isPublic(InetAddress.getByName(address))).isTrue();
  }
}
