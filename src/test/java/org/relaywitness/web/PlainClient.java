package org.relaywitness.web;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** The least of an HTTP client: it must cost little, as it shares the processors. */
final class PlainClient implements AutoCloseable {
  private final Socket socket;
  private final InputStream in;
  private final byte[] buffer = new byte[1 << 20];

  /** Connects to a server on this machine. */
  PlainClient(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setTcpNoDelay(true);
    in = socket.getInputStream();
  }

  /** Reads an answer, which must be 200, and drops it. */
  void get(String path) throws IOException {
    socket
        .getOutputStream()
        .write(
            ("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
    int length = 0;
    int wanted = -1;
    while (wanted < 0 || length < wanted) {
      int count = in.read(buffer, length, buffer.length - length);
      if (count < 0) {
        throw new IOException("the answer ends early");
      }
      length += count;
      if (wanted < 0) {
        wanted = wanted(length);
      }
    }
  }

  private int wanted(int length) throws IOException {
    String head = new String(buffer, 0, Math.min(length, 4096), StandardCharsets.ISO_8859_1);
    int end = head.indexOf("\r\n\r\n");
    if (end < 0) {
      return -1;
    }
    if (!head.startsWith("HTTP/1.1 200")) {
      throw new IOException(head);
    }
    String field = "Content-Length: ";
    int at = head.indexOf(field) + field.length();
    return end + 4 + Integer.parseInt(head.substring(at, head.indexOf('\r', at)));
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
