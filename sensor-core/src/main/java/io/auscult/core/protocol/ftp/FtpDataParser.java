package io.auscult.core.protocol.ftp;

import io.auscult.core.event.EventWriter;
import io.auscult.core.protocol.Direction;
import io.auscult.core.protocol.Probe.Verdict;
import io.auscult.core.protocol.Protocol;
import io.auscult.core.protocol.ProtocolParser;
import io.auscult.core.protocol.StreamView;
import io.auscult.core.protocol.TextSlot;
import io.auscult.core.protocol.file.FileStream;
import java.util.List;

/**
 * A data connection of FTP, known by its announcement alone: all that one side sends is one file or listing, named by the command that came
 * before. The side that speaks first is the sender.
 */
public final class FtpDataParser implements ProtocolParser {
    static final String NAME = "ftp-data";

    public static final Protocol PROTOCOL = new Protocol(
            NAME, true, false, List.of(), first -> Verdict.NO, FtpDataParser::new, List.of(FileStream.FILES));

    private final FileStream file = new FileStream("FTP_DATA");
    private Direction sender = Direction.ORIG;
    private boolean begun;

    @Override
    public int onData(StreamView in, EventWriter out) {
        if (!begun) {
            begun = true;
            sender = in.direction();
            in.confirm();
            file.begin(in, out);
            TextSlot label = in.expectations().label(in.connection());
            if (label != null && label.length() > 0) {
                file.name().append(label);
            }
        }
        if (in.direction() == sender) {
            file.content(in, 0, in.length());
        }
        return in.length();
    }

    @Override
    public boolean onGap(Direction direction, long length, EventWriter out) {
        if (direction == sender) {
            file.gap(length);
        }
        return true;
    }

    @Override
    public void onEnd(EventWriter out) {
        file.end(out);
    }

    @Override
    public int kept() {
        return file.kept();
    }

    @Override
    public void reset() {
        file.reset();
        begun = false;
    }
}
