package org.relaywitness.web;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Stands between a browser and a server on the loopback interface, and keeps what is sent. */
final class RecordingForwarder implements AutoCloseable {
  private final ServerSocket entrance;
  private final int target;
  private final ByteArrayOutputStream sent = new ByteArrayOutputStream();
  private final ExecutorService threads = Executors.newCachedThreadPool();

  RecordingForwarder(int target) throws IOException {
    this.target = target;
    this.entrance = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    threads.execute(this::accept);
  }

  int port() {
    return entrance.getLocalPort();
  }

  /** Every byte that was sent to the server so far: request lines, headers and bodies. */
  String sent() {
    synchronized (sent) {
      return sent.toString(StandardCharsets.ISO_8859_1);
    }
  }

  private void accept() {
    try {
      while (true) {
        Socket browser = entrance.accept();
        Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
        threads.execute(() -> copy(browser, server, true));
        threads.execute(() -> copy(server, browser, false));
      }
    } catch (IOException e) {
      // Closed.
    }
  }

  private void copy(Socket from, Socket to, boolean recorded) {
    byte[] block = new byte[8192];
    try (from;
        to;
        InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream()) {
      for (int count = in.read(block); count >= 0; count = in.read(block)) {
        if (recorded) {
          synchronized (sent) {
            sent.write(block, 0, count);
          }
        }
        out.write(block, 0, count);
      }
    } catch (IOException e) {
      // One side has gone.
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
    try {
      entrance.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
