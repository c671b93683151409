package io.auscult.core.protocol.ldap;

import io.auscult.core.event.EventWriter;
import java.util.Arrays;

/**
 * Operations of one connection that wait for their result, in order of arrival, found by message id; searches have ids of their own, as in
 * Zeek. At {@link #MAX} operations or {@link #MAX_BYTES} of their texts the oldest is written as it is.
 */
final class LdapPending {
    static final int MAX = 64;
    static final int MAX_BYTES = 1 << 16;

    private static final int MAX_SPARE = 16; // operations that stay with an idle parser

    private LdapOperation[] operations = new LdapOperation[1]; // those behind count are spare
    private int count;

    /** The operation of this id, begun now if there is none. */
    LdapOperation at(long messageId, boolean isSearch, EventWriter out) {
        int found = find(messageId, isSearch);
        if (found >= 0) {
            return operations[found];
        }
        limit(out);
        if (count == operations.length) {
            operations = Arrays.copyOf(operations, Math.min(MAX, count * 2));
        }
        if (operations[count] == null) {
            operations[count] = new LdapOperation();
        }
        LdapOperation begun = operations[count++];
        begun.begin(out.nowNs(), messageId, isSearch);
        return begun;
    }

    /** A request with this id: whatever waited under it is over. */
    LdapOperation begin(long messageId, boolean isSearch, EventWriter out) {
        int found = find(messageId, isSearch);
        if (found >= 0 && operations[found].opcode != null) {
            writeAt(found, out);
        }
        return at(messageId, isSearch, out);
    }

    private void limit(EventWriter out) {
        int kept = count == 0 ? 0 : kept();
        while (count == MAX || kept > MAX_BYTES) {
            kept -= operations[0].kept();
            writeAt(0, out);
        }
    }

    private int find(long messageId, boolean isSearch) {
        for (int i = count - 1; i >= 0; i--) {
            if (operations[i].messageId == messageId && operations[i].isSearch == isSearch) {
                return i;
            }
        }
        return -1;
    }

    /** The operation is over. */
    void write(LdapOperation operation, EventWriter out) {
        writeAt(find(operation.messageId, operation.isSearch), out);
    }

    private void writeAt(int i, EventWriter out) {
        LdapOperation written = operations[i];
        written.write(out);
        count--;
        System.arraycopy(operations, i + 1, operations, i, count - i);
        operations[count] = written;
    }

    void writeAll(EventWriter out) {
        for (int i = 0; i < count; i++) {
            operations[i].write(out);
        }
        count = 0;
    }

    int kept() {
        int kept = 0;
        for (int i = 0; i < count; i++) {
            kept += operations[i].kept();
        }
        return kept;
    }

    void reset() {
        count = 0;
        if (operations.length > MAX_SPARE) {
            operations = Arrays.copyOf(operations, MAX_SPARE);
        }
        for (LdapOperation operation : operations) {
            if (operation != null) {
                operation.trim();
            }
        }
    }
}
