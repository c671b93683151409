package io.auscult.core.protocol.smb;

import org.jspecify.annotations.Nullable;

/** Requests of one connection that wait for an answer, at most {@link #MAX}: a newer one in the same place drives the older out. */
final class Requests {
    static final int MAX = 128;

    private final @Nullable Request[] requests = new Request[MAX];
    private @Nullable Request spare; // those answered, linked

    private static int place(long id) {
        return (int) (id ^ id >>> 7 ^ id >>> 32) & MAX - 1; // SMB2 numbers one by one, SMB1 often in steps of 64
    }

    /** The one that a new request with this id would drive out, or null. */
    @Nullable
    Request before(long id) {
        return requests[place(id)];
    }

    Request begin(long id, int command, long sessionId, long treeId, long nowNs) {
        int place = place(id);
        Request request = requests[place];
        if (request == null) {
            request = spare;
            if (request == null) {
                request = new Request();
            } else {
                spare = request.next;
                request.next = null;
            }
            requests[place] = request;
        }
        request.clear();
        request.id = id;
        request.command = command;
        request.sessionId = sessionId;
        request.treeId = treeId;
        request.startNs = nowNs;
        return request;
    }

    @Nullable
    Request find(long id) {
        Request request = requests[place(id)];
        return request != null && request.id == id ? request : null;
    }

    @Nullable
    Request at(int place) {
        return requests[place];
    }

    /** It waits no longer. */
    void end(Request request) {
        int place = place(request.id);
        if (requests[place] == request) {
            requests[place] = null;
            request.clear();
            request.next = spare;
            spare = request;
        }
    }

    void reset() {
        for (Request request : requests) {
            if (request != null) {
                end(request);
            }
        }
    }
}
