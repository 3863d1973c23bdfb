package org.relaywitness.netdoc;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Addresses from literals, read by the JDK: an independent reading to compare with. */
final class TestAddresses {
  private TestAddresses() {}

  static InetAddress of(String literal) {
    try {
      return InetAddress.getByName(literal);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(literal, e);
    }
  }
}
