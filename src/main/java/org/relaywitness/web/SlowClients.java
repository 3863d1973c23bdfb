package org.relaywitness.web;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.NanoTime;

/**
 * Closes the connections of clients that take their time, which an idle timeout does not reach as
 * long as a byte comes now and then: a request's head must be whole within a time after the
 * connection was opened or the last reply ended, and while a reply is under way a few bytes must
 * move each second. Bulk questions have a limit of their own.
 */
final class SlowClients extends Handler.Wrapper implements Connection.Listener {
  private static final long SWEEPS_A_LIMIT = 6;

  private final Map<Connection, State> connections = new ConcurrentHashMap<>();
  private final Limits limits;

  /**
   * How slow a client may be.
   *
   * @param head for one request's head
   * @param window in which {@code bytes} must move, in both directions together
   */
  record Limits(Duration head, Duration window, long bytes) {
    /** Half a minute for a head; one KiB a second, looked at each minute. */
    static final Limits DEFAULT = new Limits(Duration.ofSeconds(30), Duration.ofMinutes(1), 61_440);

    Duration pause() {
      Duration shorter = head.compareTo(window) < 0 ? head : window;
      return shorter.dividedBy(SWEEPS_A_LIMIT);
    }
  }

  /** What a connection is at, since when, and how many bytes had moved then. */
  private record State(Doing doing, long since, long bytes) {
    static State now(Doing doing, Connection connection) {
      return new State(doing, NanoTime.now(), moved(connection));
    }

    boolean isOlderThan(Duration time) {
      return NanoTime.since(since) > time.toNanos();
    }
  }

  private enum Doing {
    AWAITED,
    SERVED,
    SERVED_IN_BULK
  }

  SlowClients(Handler handler, Limits limits) {
    super(handler);
    this.limits = limits;
  }

  private static long moved(Connection connection) {
    return connection.getBytesIn() + connection.getBytesOut();
  }

  @Override
  public void onOpened(Connection connection) {
    connections.put(connection, State.now(Doing.AWAITED, connection));
  }

  @Override
  public void onClosed(Connection connection) {
    connections.remove(connection);
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    Connection connection = request.getConnectionMetaData().getConnection();
    boolean bulk = Request.getPathInContext(request).equals(BulkServlet.PATH);
    become(bulk ? Doing.SERVED_IN_BULK : Doing.SERVED, connection);
    Request.addCompletionListener(request, failure -> become(Doing.AWAITED, connection));
    return super.handle(request, response, callback);
  }

  /** Only as long as it is open: a closed one would stay for ever. */
  private void become(Doing doing, Connection connection) {
    connections.computeIfPresent(connection, (same, state) -> State.now(doing, same));
  }

  @Override
  protected void doStart() throws Exception {
    super.doStart();
    sweepLater();
  }

  private void sweepLater() {
    getServer()
        .getScheduler()
        .schedule(this::sweep, limits.pause().toMillis(), TimeUnit.MILLISECONDS);
  }

  private void sweep() {
    connections.forEach(this::look);
    if (isRunning()) {
      sweepLater();
    }
  }

  private void look(Connection connection, State state) {
    switch (state.doing()) {
      case AWAITED -> {
        if (state.isOlderThan(limits.head())) {
          connection.getEndPoint().close();
        }
      }
      case SERVED -> {
        if (!state.isOlderThan(limits.window())) {
          return;
        }
        if (moved(connection) - state.bytes() < limits.bytes()) {
          connection.getEndPoint().close();
        } else {
          connections.replace(connection, state, State.now(Doing.SERVED, connection));
        }
      }
      case SERVED_IN_BULK -> {
        // BulkServlet looks after them.
      }
    }
  }
}
