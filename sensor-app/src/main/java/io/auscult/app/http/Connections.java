package io.auscult.app.http;

import io.netty.channel.Channel;

/** Counts open connections and refuses those beyond the limit. Used by the event loop alone. */
final class Connections {
    private final int most;
    private int open;

    Connections(int most) {
        this.most = most;
    }

    /** @return false when it was closed for lack of room */
    boolean accept(Channel channel) {
        if (open >= most) {
            channel.close();
            return false;
        }
        open++;
        channel.closeFuture().addListener(closed -> open--);
        return true;
    }
}
