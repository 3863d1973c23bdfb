package org.relaywitness.dns;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Clock;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.relaywitness.lookup.RelayHistory;
import org.relaywitness.watch.Metrics;

/**
 * Takes DNS messages over UDP and TCP on one port. Threads, waiting packets and connections are
 * bounded: what is too much is dropped, and the client asks again.
 */
public final class DnsServer implements AutoCloseable {
  /** Longer messages are no questions to this zone. */
  private static final int MOST_ASKED = 4096;

  private static final int UDP_THREADS = 4;
  private static final int UDP_WAITING = 256;
  private static final int CONNECTIONS = 32;
  private static final int CONNECTION_SECONDS = 20;

  private final DnsAnswers answers;
  private final Metrics metrics;
  private final DatagramSocket udp;
  private final ServerSocket tcp;
  private final ThreadPoolExecutor udpWorkers = pool("dns-udp-", UDP_THREADS, UDP_WAITING);
  private final ThreadPoolExecutor tcpWorkers = pool("dns-tcp-", CONNECTIONS, 1);
  private final ScheduledThreadPoolExecutor reaper =
      new ScheduledThreadPoolExecutor(1, named("dns-reaper-"));
  private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
  private final Thread udpReceiver = new Thread(this::receive, "dns-udp");
  private final Thread tcpAcceptor = new Thread(this::accept, "dns-tcp");

  /**
   * Starts serving.
   *
   * @param zone the domain below which the questions lie
   * @param port 0 takes any free one
   * @throws IOException when the port cannot be had
   * @throws IllegalArgumentException for a zone that cannot be used
   */
  public DnsServer(RelayHistory history, String zone, Clock clock, InetAddress host, int port)
      throws IOException {
    this(history, zone, clock, host, port, new Metrics());
  }

  /** As above, counting in {@code metrics}. */
  public DnsServer(
      RelayHistory history, String zone, Clock clock, InetAddress host, int port, Metrics metrics)
      throws IOException {
    this.metrics = metrics;
    answers = new DnsAnswers(history, zone, clock, metrics);
    tcp = new ServerSocket();
    udp = bind(tcp, host, port);
    reaper.setRemoveOnCancelPolicy(true);
    // A task that comes while the server ends is dropped, not an error.
    reaper.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
    udpReceiver.setDaemon(true);
    tcpAcceptor.setDaemon(true);
    udpReceiver.start();
    tcpAcceptor.start();
  }

  /** Whether this is a zone that can be served. */
  public static boolean isZone(String zone) {
    return DnsZone.isUsable(zone);
  }

  private static DatagramSocket bind(ServerSocket tcp, InetAddress host, int port)
      throws IOException {
    try {
      tcp.setReuseAddress(true);
      tcp.bind(new InetSocketAddress(host, port));
      return new DatagramSocket(new InetSocketAddress(host, tcp.getLocalPort()));
    } catch (IOException e) {
      tcp.close();
      throw new IOException(
          "cannot listen for DNS on " + host.getHostAddress() + " port " + port, e);
    }
  }

  private static ThreadFactory named(String prefix) {
    return task -> {
      Thread thread = new Thread(task);
      thread.setName(prefix + thread.getId());
      thread.setDaemon(true);
      return thread;
    };
  }

  private static ThreadPoolExecutor pool(String prefix, int threads, int waiting) {
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            threads,
            threads,
            30,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(waiting),
            named(prefix));
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }

  /** The port that is served. */
  public int port() {
    return udp.getLocalPort();
  }

  private void receive() {
    byte[] buffer = new byte[MOST_ASKED];
    while (!udp.isClosed()) {
      DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
      try {
        udp.receive(packet);
      } catch (IOException e) {
        // Closed, or an error that an earlier reply brought back; the loop's condition tells.
        continue;
      }
      if (packet.getPort() == 0) {
        continue;
      }
      byte[] asked = Arrays.copyOf(packet.getData(), packet.getLength());
      InetSocketAddress client = new InetSocketAddress(packet.getAddress(), packet.getPort());
      try {
        udpWorkers.execute(() -> replyOverUdp(asked, client));
      } catch (RejectedExecutionException e) {
        // Too many are waiting, or the server ends: the client asks again.
        metrics.dnsDropped(1);
      }
    }
  }

  private void replyOverUdp(byte[] asked, InetSocketAddress client) {
    byte[] reply = answers.reply(asked, true);
    if (reply == null) {
      return;
    }
    try {
      udp.send(new DatagramPacket(reply, reply.length, client));
    } catch (IOException e) {
      // The client is gone, or the server ends; over UDP nobody waits.
      return;
    }
  }

  private void accept() {
    while (!tcp.isClosed()) {
      Socket client;
      try {
        client = tcp.accept();
      } catch (IOException e) {
        continue;
      }
      connections.add(client);
      // However slowly a client sends or reads, its time ends.
      ScheduledFuture<?> end =
          reaper.schedule(() -> close(client), CONNECTION_SECONDS, TimeUnit.SECONDS);
      try {
        tcpWorkers.execute(
            () -> {
              converse(client);
              end.cancel(false);
            });
      } catch (RejectedExecutionException e) {
        close(client);
        end.cancel(false);
      }
    }
  }

  private void converse(Socket client) {
    try (client) {
      client.setSoTimeout(1000 * CONNECTION_SECONDS);
      DataInputStream in = new DataInputStream(new BufferedInputStream(client.getInputStream()));
      DataOutputStream out = new DataOutputStream(client.getOutputStream());
      while (true) {
        int length = in.readUnsignedShort();
        if (length > MOST_ASKED) {
          return;
        }
        byte[] reply = answers.reply(in.readNBytes(length), false);
        if (reply == null) {
          return;
        }
        byte[] framed = new byte[reply.length + 2];
        framed[0] = (byte) (reply.length >>> 8);
        framed[1] = (byte) reply.length;
        System.arraycopy(reply, 0, framed, 2, reply.length);
        out.write(framed);
        out.flush();
      }
    } catch (IOException e) {
      // The client ended the conversation, or its time is over.
      return;
    } finally {
      connections.remove(client);
    }
  }

  private void close(Socket client) {
    connections.remove(client);
    try {
      client.close();
    } catch (IOException e) {
      // A socket that cannot be closed is closed already.
      return;
    }
  }

  @Override
  public void close() {
    udp.close();
    try {
      tcp.close();
    } catch (IOException e) {
      // The acceptor is a daemon thread: it does not keep the process.
      tcpAcceptor.interrupt();
    }
    connections.forEach(this::close);
    reaper.shutdownNow();
    udpWorkers.shutdown();
    tcpWorkers.shutdown();
    try {
      // Readers of the history must be out of it before its owner closes it.
      udpWorkers.awaitTermination(10, TimeUnit.SECONDS);
      tcpWorkers.awaitTermination(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
