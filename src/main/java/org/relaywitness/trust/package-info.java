/**
 * Who may sign a consensus, and whether they did.
 *
 * <p>Holds the list of directory authorities ({@link org.relaywitness.trust.AuthorityList}), their
 * checked key certificates ({@link org.relaywitness.trust.KeyCertificates}) and the check of a
 * consensus's signatures ({@link org.relaywitness.trust.ConsensusSignatures}). Parsed values of
 * {@code directory} come in, outcomes go out; nothing is read from the network, and nothing is ever
 * judged by the present time. Imports {@code directory} only.
 */
@NullMarked
package org.relaywitness.trust;

import org.jspecify.annotations.NullMarked;
