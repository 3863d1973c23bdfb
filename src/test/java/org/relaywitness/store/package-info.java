/** Tests of the storage, against real PostgreSQL where they need a database. */
@NullMarked
package org.relaywitness.store;

import org.jspecify.annotations.NullMarked;
