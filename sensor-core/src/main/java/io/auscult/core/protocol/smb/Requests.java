package io.auscult.core.protocol.smb;

import org.jspecify.annotations.Nullable;

/** Requests of one connection that wait for an answer, at most {@link #MAX}: a newer one in the same place drives the older out. */
final class Requests {
    static final int MAX = 128;

    private final @Nullable Request[] requests = new Request[MAX];

    private static int place(long id) {
        return (int) (id ^ id >>> 7 ^ id >>> 32) & MAX - 1; // SMB2 numbers one by one, SMB1 often in steps of 64
    }

    /** The one that a new request with this id would drive out, or null. */
    @Nullable
    Request before(long id) {
        Request request = requests[place(id)];
        return request != null && request.isUsed ? request : null;
    }

    Request begin(long id, int command, long sessionId, long treeId, long nowNs) {
        int place = place(id);
        Request request = requests[place];
        if (request == null) {
            request = new Request();
            requests[place] = request;
        }
        request.clear();
        request.isUsed = true;
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
        return request != null && request.isUsed && request.id == id ? request : null;
    }

    @Nullable
    Request at(int place) {
        Request request = requests[place];
        return request != null && request.isUsed ? request : null;
    }

    void reset() {
        for (Request request : requests) {
            if (request != null) {
                request.clear();
            }
        }
    }
}
