package org.relaywitness.lookup;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.relaywitness.lookup.RelayHistory.Snapshot;

/**
 * Answers many questions from one state of the records. It is {@link Lookup} that answers each of
 * them; only the reading is done for all at once, and what the records of an hour say is worked out
 * once for the questions that share it.
 */
public final class BulkLookup {
  private BulkLookup() {}

  /**
   * The answers in the order of the questions, in whatever form is wanted of them. They equal those
   * of {@link Lookup#answer} in everything but {@link Answer#nearby}, which is left empty.
   *
   * @param form called once for each answer, which is large: what it returns is kept instead
   */
  public static <T> List<T> answers(
      List<Question> questions, Snapshot snapshot, Instant now, Function<Answer, T> form) {
    if (questions.isEmpty()) {
      return List.of();
    }
    PreparedSnapshot prepared = new PreparedSnapshot(questions, snapshot);
    WindowKeys keys =
        new WindowKeys(
            prepared.consensuses(),
            prepared.exitLists(),
            now,
            snapshot.span(),
            Collections.min(questions.stream().map(Question::from).toList()),
            Collections.max(questions.stream().map(Question::to).toList()));
    // In order of time, so that only the newest shared records need to be kept.
    int[] order =
        IntStream.range(0, questions.size())
            .boxed()
            .sorted(Comparator.comparing(index -> questions.get(index).from()))
            .mapToInt(Integer::intValue)
            .toArray();
    List<T> inTime = new ArrayList<>(order.length);
    int[] places = new int[order.length];
    RecentRecords recent = new RecentRecords();
    for (int index : order) {
      Question question = questions.get(index);
      Window window = Window.of(question);
      boolean ipv6 = CoverageRule.isIpv6(question.address());
      WindowRecords records =
          recent.get(keys.of(window, ipv6), () -> WindowRecords.of(window, ipv6, prepared, now));
      places[index] = inTime.size();
      inTime.add(form.apply(Lookup.answer(question, records, prepared, now)));
    }
    return Arrays.stream(places).mapToObj(inTime::get).toList();
  }
}
