/**
 * An answer as a PDF that can be filed: PDF/A-3a and PDF/UA-1, with the answer's JSON inside.
 *
 * <p>{@link org.relaywitness.evidence.pdf.AnswerPdf} is given an {@link
 * org.relaywitness.lookup.Answer} and gives bytes; the same answer always gives the same bytes, and
 * no clock is read. The words are those of {@code evidence}. Layout and PDF libraries stay in this
 * room, and their logs are switched off: what they lay out holds looked-up addresses.
 */
@NullMarked
package org.relaywitness.evidence.pdf;

import org.jspecify.annotations.NullMarked;
