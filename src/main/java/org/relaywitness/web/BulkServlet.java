package org.relaywitness.web;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;
import org.relaywitness.evidence.Problem;
import org.relaywitness.evidence.Problem.ParameterError;
import org.relaywitness.evidence.Texts;
import org.relaywitness.evidence.bulk.BulkDefaults;
import org.relaywitness.evidence.bulk.BulkFormat;
import org.relaywitness.evidence.bulk.BulkInput;
import org.relaywitness.evidence.bulk.BulkInputException;
import org.relaywitness.evidence.bulk.BulkLimitException;
import org.relaywitness.evidence.bulk.BulkRun;
import org.relaywitness.lookup.InvalidQuestionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers many questions of one POST, in a stream. An answer that breaks off ends with a row that
 * says why, and without the end that HTTP gives to whole ones: the connection is cut, so that no
 * client takes the half for the whole.
 */
final class BulkServlet extends HttpServlet {
  static final String PATH = "/api/v1/lookups";

  private static final long serialVersionUID = 1L;
  private static final Logger LOG = LoggerFactory.getLogger(BulkServlet.class);
  private static final Texts TEXTS = Texts.of(Locale.ENGLISH);
  private static final String ALLOWED = "POST, OPTIONS";
  private static final Set<String> PARAMETERS = Set.of("zone", "tolerance", "port");

  /** More would leave too few threads to those who ask one question. */
  private static final int MOST_AT_ONCE = 16;

  private final transient BulkRecords records;
  private final transient Semaphore places = new Semaphore(MOST_AT_ONCE);

  BulkServlet(BulkRecords records) {
    this.records = records;
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    request.setAttribute(Watched.ROUTE, PATH);
    switch (request.getMethod()) {
      case "POST" -> {
        if (!places.tryAcquire()) {
          refuse(
              ApiRoute.problem("bulk_busy", 503, Map.of("Retry-After", "10")), request, response);
          return;
        }
        try {
          post(request, response);
        } finally {
          places.release();
        }
      }
      case "OPTIONS" -> {
        response.setHeader("Allow", ALLOWED);
        response.setHeader("Cache-Control", Reply.NO_STORE);
        response.setStatus(HttpServletResponse.SC_NO_CONTENT);
      }
      default ->
          refuse(ApiRoute.problem("bulk_method", 405, Map.of("Allow", ALLOWED)), request, response);
    }
  }

  @Override
  public void destroy() {
    records.close();
  }

  private static void refuse(Reply reply, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    RouteServlet.write(reply, request, response);
  }

  private void post(HttpServletRequest request, HttpServletResponse response) throws IOException {
    BulkFormat from = MediaTypes.ofContent(request.getContentType());
    if (from == null) {
      refuse(ApiRoute.problem("bulk_type", 415), request, response);
      return;
    }
    BulkFormat to = MediaTypes.ofAnswer(request.getHeader("Accept"), from);
    if (to == null) {
      refuse(ApiRoute.problem("bulk_accept", 406), request, response);
      return;
    }
    try (RequestBody body = RequestBody.of(request)) {
      BulkInput input;
      try {
        input = input(request, from, body);
      } catch (InvalidQuestionException e) {
        refuse(ApiRoute.invalid(e), request, response);
        return;
      } catch (BulkInputException e) {
        refuse(unreadable(e), request, response);
        return;
      }
      response.setStatus(HttpServletResponse.SC_OK);
      response.setContentType(
          to == BulkFormat.CSV ? to.mediaType() + ";charset=utf-8" : to.mediaType());
      response.setHeader("Cache-Control", Reply.NO_STORE);
      response.addHeader("Vary", "Accept");
      answer(input, records.run(to, response.getOutputStream()), body, response);
    }
  }

  private BulkInput input(HttpServletRequest request, BulkFormat from, RequestBody body)
      throws IOException, InvalidQuestionException, BulkInputException {
    Parameters sent = Parameters.of(request.getQueryString(), null, null, PARAMETERS, TEXTS);
    sent.check();
    BulkDefaults defaults =
        new BulkDefaults(sent.find("zone"), sent.find("tolerance"), sent.find("port"));
    defaults.check(records.parser());
    return BulkInput.open(from, body, records.parser(), defaults);
  }

  private static Reply unreadable(BulkInputException e) {
    return Reply.problem(
        new Problem(
            "bulk-input",
            TEXTS.text("error.bulk_input.title"),
            400,
            e.detail(),
            List.of(new ParameterError("body", e.code(), e.detail()))));
  }

  /** Every exception ends here: Jetty would log it with more than may be known. */
  private static void answer(
      BulkInput input, BulkRun run, RequestBody body, HttpServletResponse response) {
    try {
      body.readAhead(run::beforeWaiting);
      run.run(input);
      response.flushBuffer();
    } catch (IOException e) {
      // Who asked is gone, too slow, or not speaking HTTP any more; nobody is left to be told.
      body.cut();
    } catch (BulkLimitException e) {
      breakOff(run, "bulk_" + e.limit().name().toLowerCase(Locale.ROOT), 413, body, response);
    } catch (RecordsUnavailableException e) {
      LOG.error("{}: the records cannot be read: {}", PATH, Faults.describe(e));
      breakOff(run, Route.Failure.UNAVAILABLE.key(), 503, body, response);
    } catch (RuntimeException | Error e) {
      LOG.error("{}: fault: {}", PATH, Faults.describe(e));
      breakOff(run, Route.Failure.FAULT.key(), 500, body, response);
    }
  }

  private static void breakOff(
      BulkRun run, String key, int status, RequestBody body, HttpServletResponse response) {
    try {
      run.breakOff(
          new Problem(
              key.replace('_', '-'),
              TEXTS.text("error." + key + ".title"),
              status,
              TEXTS.text("error." + key + ".detail"),
              List.of()));
      response.flushBuffer();
    } catch (IOException e) {
      LOG.debug("an answer that broke off could not be ended: {}", Faults.describe(e));
    } finally {
      body.cut();
    }
  }
}
