package org.relaywitness.web;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;

/** One connection to a server on the loopback interface, over which anything can be sent. */
final class RawHttp implements AutoCloseable {
  private static final int MOST_MILLIS = 30_000;
  private final Socket socket = new Socket();

  RawHttp(int port) throws IOException {
    this(port, 64 * 1024);
  }

  /** A connection that takes in hardly more than this before it is read. */
  RawHttp(int port, int receiveBuffer) throws IOException {
    socket.setReceiveBufferSize(receiveBuffer);
    socket.setSoTimeout(MOST_MILLIS);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), MOST_MILLIS);
  }

  /** Sends these bytes, one for each character. */
  RawHttp send(String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    socket.getOutputStream().flush();
    return this;
  }

  /** Whether the server has closed: it is told by what it answers to a byte more. */
  boolean isCutOff() throws InterruptedException, IOException {
    for (int attempt = 0; attempt < 600; attempt++) {
      try {
        send("\n");
        Thread.sleep(20);
      } catch (SocketException e) {
        return true;
      }
    }
    return false;
  }

  /** Takes some of what has come. */
  int readSome() throws IOException {
    return socket.getInputStream().read(new byte[64 * 1024]);
  }

  /** All that comes until the server closes; a reset counts as its end. */
  String readToEnd() throws IOException {
    StringBuilder text = new StringBuilder();
    byte[] block = new byte[8192];
    InputStream in = socket.getInputStream();
    try {
      for (int count = in.read(block); count >= 0; count = in.read(block)) {
        text.append(new String(block, 0, count, StandardCharsets.ISO_8859_1));
      }
    } catch (SocketException e) {
      text.append("");
    }
    return text.toString();
  }

  /** Sends a request, says that nothing more will come, and reads all replies. */
  static String exchange(int port, String request) throws IOException {
    try (RawHttp connection = new RawHttp(port)) {
      connection.send(request);
      connection.socket.shutdownOutput();
      return connection.readToEnd();
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
