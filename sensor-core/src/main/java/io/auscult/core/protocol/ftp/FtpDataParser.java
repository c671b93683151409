package io.auscult.core.protocol.ftp;

import io.auscult.core.event.EventWriter;
import io.auscult.core.protocol.Direction;
import io.auscult.core.protocol.Probe.Verdict;
import io.auscult.core.protocol.Protocol;
import io.auscult.core.protocol.ProtocolParser;
import io.auscult.core.protocol.StreamView;
import java.util.List;

/** A data connection of FTP, known by its announcement alone: all of its bytes are one file or listing. */
public final class FtpDataParser implements ProtocolParser {
    static final String NAME = "ftp-data";

    public static final Protocol PROTOCOL =
            new Protocol(NAME, true, false, List.of(), first -> Verdict.NO, FtpDataParser::new, List.of());

    @Override
    public int onData(StreamView in, EventWriter out) {
        in.confirm();
        return in.length();
    }

    @Override
    public boolean onGap(Direction direction, long length, EventWriter out) {
        return true;
    }

    @Override
    public void reset() {}
}
