package io.auscult.core.protocol.mime;

import io.auscult.core.event.EventWriter;
import io.auscult.core.protocol.Direction;
import io.auscult.core.protocol.ProtocolParser;
import io.auscult.core.protocol.StreamView;

/** A protocol that is nothing but one message from the originator. */
final class BareMessage implements ProtocolParser {
    private final MimeReader reader = new MimeReader("SMTP", file -> {});
    private boolean begun;

    @Override
    public int onData(StreamView in, EventWriter out) {
        if (in.isOrig()) {
            if (!begun) {
                begun = true;
                reader.beginMessage(in, out);
            }
            reader.data(in, 0, in.length());
        }
        return in.length();
    }

    @Override
    public boolean onGap(Direction direction, long length, EventWriter out) {
        if (direction == Direction.ORIG) {
            reader.gap(length);
        }
        return true;
    }

    @Override
    public void onEnd(EventWriter out) {
        reader.end();
    }

    @Override
    public int kept() {
        return reader.kept();
    }

    @Override
    public void reset() {
        reader.reset();
        begun = false;
    }
}
