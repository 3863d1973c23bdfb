package org.relaywitness.evidence.pdf;

import com.openhtmltopdf.extend.FSObjectDrawer;
import com.openhtmltopdf.extend.FSObjectDrawerFactory;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.relaywitness.evidence.TimeStrip;
import org.w3c.dom.Element;

/** The pictures of one report, for the {@code object} elements of its page. */
final class Pictures implements FSObjectDrawerFactory {
  private static final String STRIP = "strip";
  private static final String QR = "qr";
  private static final String ANSWER = "data-answer";

  private final Map<String, ReportFacts> answers = new HashMap<>();

  /** The pictures of answers, of which those called the same have the same. */
  Pictures(List<ReportFacts> answers) {
    answers.forEach(facts -> this.answers.put(facts.id().name(), facts));
  }

  /** Adds the picture of an answer's time, with the same in words. */
  static void addStrip(Tag parent, ReportFacts facts, String inWords) {
    add(parent, STRIP, facts, inWords);
  }

  /** Adds the code of an answer's link, with the same in words. */
  static void addCode(Tag parent, ReportFacts facts, String inWords) {
    add(parent, QR, facts, inWords);
  }

  private static void add(Tag parent, String type, ReportFacts facts, String inWords) {
    parent.add("object", type).set("type", type).set(ANSWER, facts.id().name()).set("alt", inWords);
  }

  private @Nullable ReportFacts facts(Element element) {
    return answers.get(element.getAttribute(ANSWER));
  }

  @Override
  public boolean isReplacedObject(Element element) {
    ReportFacts facts = facts(element);
    String type = element.getAttribute("type");
    return facts != null && (type.equals(STRIP) || (type.equals(QR) && facts.link() != null));
  }

  @Override
  public @Nullable FSObjectDrawer createDrawer(Element element) {
    ReportFacts facts = facts(element);
    if (facts == null) {
      return null;
    }
    String link = facts.link();
    if (link != null && element.getAttribute("type").equals(QR)) {
      QrCode code = QrCode.of(link);
      return (e, x, y, width, height, out, context, dots) -> {
        code.draw(new Drawing(out, context, x, y, width / code.size()));
        return null;
      };
    }
    TimeStrip strip = new TimeStrip(facts.answer(), facts.words());
    return (e, x, y, width, height, out, context, dots) -> {
      StripDrawing.draw(strip, new Drawing(out, context, x, y, width / TimeStrip.WIDTH));
      return null;
    };
  }
}
