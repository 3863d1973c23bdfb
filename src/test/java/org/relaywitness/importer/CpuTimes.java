package org.relaywitness.importer;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Where the processor time of an import goes, in seconds: this JVM's threads by their names, the
 * rest of the JVM (compiler, collector), and the processes of the PostgreSQL server. Looks every 10
 * ms, so what a thread uses just before it ends is counted to {@code jvm}. Linux only.
 */
public final class CpuTimes implements AutoCloseable {
  private static final double TICKS = 100;
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final Map<Long, String> names = new HashMap<>();
  private final Map<Long, Long> first = new HashMap<>();
  private final Map<Long, Long> last = new HashMap<>();
  private final long postmaster;
  private final double server;
  private final double process;
  private final Thread sampler = new Thread(this::sample, "cpu-sampler");
  private volatile boolean stopped;

  /** Begins to count; {@code data} is the folder of the embedded database. */
  public CpuTimes(Path data) throws IOException {
    postmaster = postmaster(data);
    server = server();
    process = process();
    look();
    first.putAll(last);
    sampler.setDaemon(true);
    sampler.start();
  }

  /** The process of the embedded database under this folder. */
  static long postmaster(Path data) throws IOException {
    Path file = data.resolve("postgres").resolve("cluster").resolve("postmaster.pid");
    return Long.parseLong(Files.readAllLines(file).get(0).strip());
  }

  private void sample() {
    try {
      while (!stopped) {
        look();
        Thread.sleep(10);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void look() {
    for (long id : THREADS.getAllThreadIds()) {
      long time = THREADS.getThreadCpuTime(id);
      if (time >= 0) {
        last.put(id, time);
        if (!names.containsKey(id)) {
          ThreadInfo info = THREADS.getThreadInfo(id);
          names.put(id, info == null ? "" : info.getThreadName());
        }
      }
    }
  }

  /** Seconds by thread name (numbers at the end left out), and of {@code jvm}, {@code server}. */
  public Map<String, Double> stop() throws IOException, InterruptedException {
    stopped = true;
    sampler.join();
    look();
    Map<String, Double> seconds = new TreeMap<>();
    double sum = 0;
    for (Map.Entry<Long, Long> entry : last.entrySet()) {
      double spent = (entry.getValue() - first.getOrDefault(entry.getKey(), 0L)) / 1e9;
      sum += spent;
      seconds.merge(
          names.getOrDefault(entry.getKey(), "").replaceAll("[-0-9]+$", ""), spent, Double::sum);
    }
    seconds.put("jvm", process() - process - sum);
    seconds.put("server", settled() - server);
    return seconds;
  }

  private static double process() throws IOException {
    return ticks(ProcessHandle.current().pid(), false) / TICKS;
  }

  /** {@link #server}, once a process that is just ending is counted too. */
  private double settled() throws IOException, InterruptedException {
    double before;
    double now = server();
    do {
      before = now;
      Thread.sleep(50);
      now = server();
    } while (now != before);
    return now;
  }

  /** The server's processes that live, and those that it has waited for. */
  private double server() throws IOException {
    double ticks = ticks(postmaster, true);
    for (long child : children(postmaster)) {
      ticks += ticks(child, true);
    }
    return ticks / TICKS;
  }

  private static List<Long> children(long parent) throws IOException {
    List<Long> children = new ArrayList<>();
    try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
      for (Path process : processes.toList()) {
        String name = String.valueOf(process.getFileName());
        if (name.matches("[0-9]+")) {
          String[] fields = stat(Long.parseLong(name));
          if (fields.length > 1 && fields[1].equals(Long.toString(parent))) {
            children.add(Long.parseLong(name));
          }
        }
      }
    }
    return children;
  }

  private static double ticks(long process, boolean withEnded) throws IOException {
    String[] fields = stat(process);
    if (fields.length < 15) {
      return 0;
    }
    double own = Double.parseDouble(fields[11]) + Double.parseDouble(fields[12]);
    return withEnded ? own + Double.parseDouble(fields[13]) + Double.parseDouble(fields[14]) : own;
  }

  /** The fields behind the command's name; none when the process has ended. */
  private static String[] stat(long process) {
    try {
      String line = Files.readString(Path.of("/proc/" + process + "/stat"));
      return line.substring(line.lastIndexOf(')') + 2).split(" ", -1);
    } catch (IOException e) {
      return new String[0];
    }
  }

  @Override
  public void close() {
    stopped = true;
  }
}
