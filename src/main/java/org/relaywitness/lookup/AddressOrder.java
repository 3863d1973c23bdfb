package org.relaywitness.lookup;

import java.math.BigInteger;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.Comparator;

/** Addresses in order: IPv4 before IPv6, then by number. */
final class AddressOrder implements Comparator<InetAddress> {
  static final AddressOrder INSTANCE = new AddressOrder();

  private AddressOrder() {}

  @Override
  public int compare(InetAddress one, InetAddress other) {
    byte[] a = one.getAddress();
    byte[] b = other.getAddress();
    return a.length != b.length
        ? Integer.compare(a.length, b.length)
        : Arrays.compareUnsigned(a, b);
  }

  /** How far two addresses of one family lie apart. */
  static BigInteger distance(InetAddress one, InetAddress other) {
    return new BigInteger(1, one.getAddress())
        .subtract(new BigInteger(1, other.getAddress()))
        .abs();
  }
}
