package org.relaywitness.evidence;

import org.relaywitness.directory.Addresses;
import org.relaywitness.lookup.ExitsAt.Exits;

/** The exits of one instant as JSON. */
public final class ExitsJson {
  private ExitsJson() {}

  /** The list in UTF-8, without line breaks. */
  public static byte[] bytes(Exits exits) {
    return JsonBody.bytes(
        body ->
            body.put("at", exits.at())
                .put("port", exits.port())
                .put("provisional", exits.provisional())
                .put("final_from", exits.finalFrom())
                .put("as_of", exits.asOf())
                .put("version", ProductVersion.current())
                .objects(
                    "addresses",
                    exits.addresses(),
                    (json, exit) ->
                        json.put("address", Addresses.format(exit.address()))
                            .put("verdict", exit.verdict().code()))
                .object("coverage", json -> AnswerJson.writeCoverage(json, exits.coverage()))
                .object(
                    "ipv6_coverage", json -> AnswerJson.writeCoverage(json, exits.ipv6Coverage())));
  }
}
