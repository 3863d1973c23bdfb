package org.relaywitness.web;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.DoSHandler;
import org.eclipse.jetty.server.handler.DoSHandler.LeakingBucketTrackerFactory;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
import org.relaywitness.directory.Addresses;
import org.relaywitness.lookup.AddressParser;
import org.relaywitness.lookup.IpNetwork;

/**
 * How much one client may ask: a leaking bucket for each, refused with status 429 when it is full.
 * A client is an IPv4 address or an IPv6 /64, kept in memory for a minute and written nowhere.
 *
 * @param requestsPerSecond of everything but bulk questions, in bursts of ten seconds' worth; 0: no
 *     limit
 * @param bulkRequestsPerSecond of requests with many questions, likewise; 0: no limit
 * @param unlimited clients for whom there is no limit
 * @param trustedProxies whose {@code X-Forwarded-For} is believed; anyone else's is not looked at
 */
public record FairUse(
    int requestsPerSecond,
    int bulkRequestsPerSecond,
    List<IpNetwork> unlimited,
    List<IpNetwork> trustedProxies) {
  /** No limits. */
  public static final FairUse OFF = new FairUse(0, 0, List.of(), List.of());

  private static final int BURST_SECONDS = 10;
  private static final Duration FORGOTTEN_AFTER = Duration.ofMinutes(1);
  private static final int MOST_CLIENTS = 100_000;
  private static final int CLIENT_PREFIX_6 = 64;
  private static final int TOO_MANY_REQUESTS = 429;
  private static final Map<String, String> RETRY = Map.of("Retry-After", "1");

  public FairUse {
    if (requestsPerSecond < 0 || bulkRequestsPerSecond < 0) {
      throw new IllegalArgumentException("a limit is at least 0");
    }
    unlimited = List.copyOf(unlimited);
    trustedProxies = List.copyOf(trustedProxies);
  }

  /** Puts the limits before a handler. */
  Handler before(Handler handler) {
    Handler limited = handler;
    if (bulkRequestsPerSecond > 0) {
      DoSHandler bulk = limit(limited, bulkRequestsPerSecond);
      bulk.include(FairUse::isBulk);
      limited = bulk;
    }
    if (requestsPerSecond > 0) {
      DoSHandler others = limit(limited, requestsPerSecond);
      others.exclude(FairUse::isBulk);
      limited = others;
    }
    return limited;
  }

  /** Whether many questions are asked at once. */
  private static boolean isBulk(Request request) {
    String path = Request.getPathInContext(request);
    return path.equals(BulkServlet.PATH)
        || (path.equals(CaseRoute.PATH) && HttpMethod.POST.is(request.getMethod()));
  }

  private DoSHandler limit(Handler handler, int perSecond) {
    DoSHandler limit =
        new DoSHandler(
            handler,
            this::client,
            new LeakingBucketTrackerFactory(perSecond, BURST_SECONDS * perSecond, FORGOTTEN_AFTER),
            FairUse::refuse,
            MOST_CLIENTS);
    limit.exclude(this::isUnlimited);
    return limit;
  }

  private static boolean refuse(Request request, Response response, Callback callback) {
    Doorkeeper.write(
        ApiRoute.problem("too_many_requests", TOO_MANY_REQUESTS, RETRY), response, callback);
    return true;
  }

  private boolean isUnlimited(Request request) {
    InetAddress address = address(request);
    return address != null && isIn(unlimited, address);
  }

  /** What is counted as one client. */
  private String client(Request request) {
    InetAddress address = address(request);
    if (address == null) {
      return "";
    }
    return address.getAddress().length == 4
        ? Addresses.format(address)
        : IpNetwork.around(address, CLIENT_PREFIX_6).toString();
  }

  /** Whether what the request says of its way here is to be believed. */
  boolean comesFromTrustedProxy(Request request) {
    InetAddress peer = peer(request);
    return peer != null && isIn(trustedProxies, peer);
  }

  private static @Nullable InetAddress peer(Request request) {
    return request.getConnectionMetaData().getRemoteSocketAddress()
            instanceof InetSocketAddress peer
        ? peer.getAddress()
        : null;
  }

  /** Where the request comes from; {@code null} when that is no address. */
  private @Nullable InetAddress address(Request request) {
    InetAddress address = peer(request);
    List<String> forwarded =
        request.getHeaders().getFields(HttpHeader.X_FORWARDED_FOR).stream()
            .map(HttpField::getValue)
            .flatMap(value -> List.of(value.split(",", -1)).stream())
            .toList();
    // Each proxy appends whom it heard; only what a trusted one wrote is true.
    for (int i = forwarded.size() - 1; i >= 0; i--) {
      if (address == null || !isIn(trustedProxies, address)) {
        return address;
      }
      InetAddress before = AddressParser.find(forwarded.get(i).strip());
      if (before == null) {
        return address;
      }
      address = before;
    }
    return address;
  }

  private static boolean isIn(List<IpNetwork> networks, InetAddress address) {
    return networks.stream().anyMatch(network -> network.contains(address));
  }
}
