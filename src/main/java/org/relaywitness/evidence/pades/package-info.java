/**
 * The signature of a report (PAdES: ETSI EN 319 142-1, levels B-B and B-T), made and checked.
 *
 * <p>{@link org.relaywitness.evidence.pades.ReportSigner} is given a report and gives the same
 * report with one revision more, which holds the signature; {@link
 * org.relaywitness.evidence.pades.SignatureChecker} is given the signature and what it covers. Keys
 * stay in this room and are never printed. All of Bouncy Castle stays here.
 */
@NullMarked
package org.relaywitness.evidence.pades;

import org.jspecify.annotations.NullMarked;
