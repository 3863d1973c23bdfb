package org.relaywitness.store;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.relaywitness.pace.Pace;

/** Writes rows through {@code COPY ... FROM STDIN (FORMAT binary)}: the bulk path. */
final class BinaryCopy implements AutoCloseable {
  private static final byte[] SIGNATURE = {
    'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xff, '\r', '\n', 0, 0, 0, 0, 0, 0, 0, 0, 0
  };
  private static final int FLUSH_AT = 1 << 16;

  /** Seconds from 1970-01-01 to 2000-01-01, PostgreSQL's epoch. */
  private static final long EPOCH = 946_684_800L;

  private static final int EPOCH_DAY = 10_957;

  private final CopyIn copy;
  private byte[] buffer = new byte[FLUSH_AT + 4096];
  private int length;

  /**
   * Starts a copy.
   *
   * @param target table and columns: {@code "relay (id, fingerprint)"}
   */
  BinaryCopy(Connection connection, String target) throws SQLException {
    copy =
        connection
            .unwrap(PGConnection.class)
            .getCopyAPI()
            .copyIn("copy " + target + " from stdin (format binary)");
    raw(SIGNATURE);
  }

  /** Starts a row of this many values. */
  BinaryCopy row(int values) throws SQLException {
    if (length > FLUSH_AT) {
      flush();
    }
    int16(values);
    return this;
  }

  BinaryCopy integer(int value) {
    int32(4);
    int32(value);
    return this;
  }

  /** An integer; null where the value is negative. */
  BinaryCopy integerOrNull(int value) {
    if (value < 0) {
      int32(-1);
      return this;
    }
    return integer(value);
  }

  BinaryCopy bool(boolean value) {
    int32(1);
    ensure(1);
    buffer[length++] = (byte) (value ? 1 : 0);
    return this;
  }

  /** A time in seconds since 1970; {@link RunList#OPEN} is infinity. */
  BinaryCopy time(long seconds) {
    int32(8);
    long value = seconds == RunList.OPEN ? Long.MAX_VALUE : (seconds - EPOCH) * 1_000_000L;
    int32((int) (value >>> 32));
    int32((int) value);
    return this;
  }

  /** A time as {@link #time} takes it; null where there is none. */
  BinaryCopy timeOrNull(long seconds, boolean present) {
    if (!present) {
      int32(-1);
      return this;
    }
    return time(seconds);
  }

  /** A date in days since 1970. */
  BinaryCopy date(int day) {
    return integer(day - EPOCH_DAY);
  }

  /** An address in 4 or 16 bytes of {@code source}. */
  BinaryCopy inet(byte[] source, int offset, int size) {
    int32(4 + size);
    ensure(4);
    buffer[length++] = (byte) (size == 4 ? 2 : 3);
    buffer[length++] = (byte) (8 * size);
    buffer[length++] = 0;
    buffer[length++] = (byte) size;
    raw(source, offset, size);
    return this;
  }

  BinaryCopy bytes(byte[] value) {
    int32(value.length);
    raw(value);
    return this;
  }

  BinaryCopy text(String value) {
    return bytes(value.getBytes(StandardCharsets.UTF_8));
  }

  /** An ASCII text that stands behind its length in one byte. */
  BinaryCopy ascii(byte[] source, int offset) {
    int size = source[offset] & 0xff;
    int32(size);
    raw(source, offset + 1, size);
    return this;
  }

  /** Ends the copy; returns the rows written. */
  long finish() throws SQLException {
    int16(-1);
    flush();
    return copy.endCopy();
  }

  /** Gives up a copy that was not finished. */
  @Override
  public void close() throws SQLException {
    if (copy.isActive()) {
      copy.cancelCopy();
    }
  }

  private void flush() throws SQLException {
    copy.writeToCopy(buffer, 0, length);
    Pace.offerProcessor();
    length = 0;
  }

  private void int16(int value) {
    ensure(2);
    buffer[length++] = (byte) (value >>> 8);
    buffer[length++] = (byte) value;
  }

  private void int32(int value) {
    ensure(4);
    buffer[length++] = (byte) (value >>> 24);
    buffer[length++] = (byte) (value >>> 16);
    buffer[length++] = (byte) (value >>> 8);
    buffer[length++] = (byte) value;
  }

  private void raw(byte[] source) {
    raw(source, 0, source.length);
  }

  private void raw(byte[] source, int offset, int size) {
    ensure(size);
    System.arraycopy(source, offset, buffer, length, size);
    length += size;
  }

  private void ensure(int size) {
    if (length + size > buffer.length) {
      buffer = Arrays.copyOf(buffer, Math.max(2 * buffer.length, length + size));
    }
  }
}
