package io.auscult.core.protocol.service;

import io.auscult.core.event.EventWriter;
import io.auscult.core.protocol.ProtocolParser;
import io.auscult.core.protocol.StreamView;

/** Confirms what its probe has found, and is done. Keeps nothing. */
final class RecognisedService implements ProtocolParser {
    @Override
    public int onData(StreamView in, EventWriter out) {
        in.confirm();
        return DONE;
    }

    @Override
    public void reset() {
        // nothing to forget
    }
}
