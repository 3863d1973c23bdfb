package org.relaywitness.web;

import jakarta.servlet.MultipartConfigElement;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.Part;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.relaywitness.evidence.Texts;

/** A form that was sent to a route, with a file or without. It is in memory, and nowhere else. */
final class SentForm {
  private static final Texts ENGLISH = Texts.of(Locale.ENGLISH);
  private static final Pattern FORM_TYPE =
      Pattern.compile("(?i)application/x-www-form-urlencoded *(?:;.*)?");
  private static final Pattern FILE_TYPE = Pattern.compile("(?i)multipart/form-data *;.*");
  private static final int LONGEST_FORM = 64 * 1024;
  private static final long MOST_PASSED_OVER = 64L * 1024 * 1024;
  private static final long LONGEST_PASSING_NANOS = 20_000_000_000L;

  private SentForm() {}

  /**
   * What a form is to the route: why it is none, or what finds the reply.
   *
   * @param failure {@code null}: it is one
   * @param thinking {@code null}: it is none
   */
  record Content(Route.@Nullable Failure failure, @Nullable Callable<Reply> thinking) {
    static Content none(Route.Failure reason) {
      return new Content(reason, null);
    }
  }

  /** How files are taken: into memory, never onto a disk. */
  static MultipartConfigElement files() {
    long longest = Route.LONGEST_FILE;
    return new MultipartConfigElement(
        "", longest, longest + LONGEST_FORM, Route.LONGEST_FILE + LONGEST_FORM);
  }

  /**
   * Reads a form, and passes over what is left of one that is refused: who is still sending does
   * not read a reply, but finds the connection broken.
   *
   * @param languages what the client says of them
   */
  static Content read(
      Route route, Parameters query, HttpServletRequest request, @Nullable String languages)
      throws IOException {
    Content content = content(route, query, request, languages);
    if (content.failure() != null) {
      passOver(request);
    }
    return content;
  }

  private static Content content(
      Route route, Parameters query, HttpServletRequest request, @Nullable String languages)
      throws IOException {
    String type = request.getContentType();
    String file = route.fileField();
    if (type != null && file != null && FILE_TYPE.matcher(type).matches()) {
      return file(route, query, request, file);
    }
    if (type == null || route.formFields().isEmpty() || !FORM_TYPE.matcher(type).matches()) {
      return Content.none(Route.Failure.FORM);
    }
    byte[] body = request.getInputStream().readNBytes(LONGEST_FORM + 1);
    if (body.length > LONGEST_FORM) {
      return Content.none(Route.Failure.FORM_LARGE);
    }
    Parameters form =
        Parameters.of(
                new String(body, StandardCharsets.UTF_8), null, null, route.formFields(), ENGLISH)
            .speaking(languages);
    return new Content(null, () -> route.posted(query, form));
  }

  private static Content file(
      Route route, Parameters query, HttpServletRequest request, String field) {
    if (request.getContentLengthLong() > Route.LONGEST_FILE + LONGEST_FORM) {
      return Content.none(Route.Failure.FORM_LARGE);
    }
    try {
      Part part = request.getPart(field);
      if (part == null) {
        return Content.none(Route.Failure.FORM);
      }
      try (InputStream content = part.getInputStream()) {
        byte[] file = content.readAllBytes();
        return new Content(null, () -> route.received(query, file));
      }
    } catch (IOException | ServletException | RuntimeException e) {
      // Jetty has a kind of exception for each way in which a form can be malformed or too long.
      return Content.none(Route.Failure.FORM);
    }
  }

  private static void passOver(HttpServletRequest request) {
    byte[] block = new byte[64 * 1024];
    long start = System.nanoTime();
    try {
      InputStream rest = request.getInputStream();
      long passed = 0;
      int count = 0;
      while (count >= 0
          && passed < MOST_PASSED_OVER
          && System.nanoTime() - start < LONGEST_PASSING_NANOS) {
        count = rest.read(block);
        passed += count;
      }
    } catch (IOException | RuntimeException e) {
      // Then nobody waits for the rest: the body is broken, or another reader has it.
      return;
    }
  }
}
