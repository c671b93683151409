package io.auscult.export.extract;

import io.auscult.core.counter.Counters;
import io.auscult.core.event.ConnectionId;
import io.auscult.core.event.Event;
import io.auscult.core.event.EventBlock;
import io.auscult.core.event.EventWriter;
import io.auscult.core.event.IpAddress;
import io.auscult.core.protocol.Direction;
import io.auscult.core.protocol.StreamView;
import io.auscult.core.protocol.file.Digest;
import io.auscult.core.protocol.file.FileRoom;
import io.auscult.core.protocol.file.FileSettings;
import io.auscult.core.protocol.file.FileStream;
import io.auscult.core.protocol.file.WantedFiles;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.TreeMap;

/** Files pass from 10.0.0.1 to 10.0.0.2, as parsers would give them, and their events go to an extraction. */
public final class Passage {
    public static final WantedFiles ALL = new WantedFiles(1 << 20, List.of(), List.of(), List.of());

    private final EventBlock block = new EventBlock();
    private final EventWriter out = new EventWriter(new Counters());
    private final StreamView view = new StreamView();
    private final ConnectionId connection = new ConnectionId();
    private final Event event = new Event();
    private long packet = 1;
    private long nowNs = 1_700_000_000_000_000_000L;

    /** What the log says of each file, in the order of their ends. */
    public final List<TreeMap<String, String>> logged = new ArrayList<>();

    public Passage(WantedFiles wanted) {
        connection.uid = 7;
        connection.origHigh = IpAddress.parse("10.0.0.1").high();
        connection.origLow = IpAddress.parse("10.0.0.1").low();
        connection.respHigh = IpAddress.parse("10.0.0.2").high();
        connection.respLow = IpAddress.parse("10.0.0.2").low();
        view.wrap(new byte[0], 0, 0, Direction.ORIG, false, connection)
                .storing(new FileRoom(new FileSettings(EnumSet.allOf(Digest.class), wanted)));
        block.begin(1);
        out.into(block);
        out.connection(connection);
        later(0);
    }

    public void later(long seconds) {
        nowNs += seconds * 1_000_000_000L;
        out.at(nowNs, packet++);
    }

    public FileStream begin(String source, String name) {
        FileStream file = new FileStream(source);
        file.begin(view, out);
        file.name().append(name);
        return file;
    }

    public void end(FileStream file) {
        file.end(out);
        file.reset();
    }

    /** A file from its first byte to its last. */
    public void whole(String source, String name, byte[] content) {
        FileStream file = begin(source, name);
        file.content(content, 0, content.length);
        end(file);
    }

    /** Content at its place. */
    public void at(FileStream file, long offset, byte[] content) {
        StreamView piece = new StreamView();
        piece.wrap(content, 0, content.length, Direction.ORIG, false, connection);
        file.content(offset, piece, 0, content.length);
    }

    /** The events so far go where the detect thread would bring them. */
    public void to(Extraction extraction) {
        for (int i = 0; i < block.count(); i++) {
            event.wrap(block, i);
            extraction.enrich(event);
            if (event.is(FileStream.FILES)) {
                logged.add(line());
            }
            extraction.onEvent(event, out);
        }
        block.restart();
        extraction.onTime(nowNs, out);
    }

    /** To the end of the run. */
    public void toEnd(Extraction extraction) {
        to(extraction);
        extraction.onEnd(out);
    }

    private TreeMap<String, String> line() {
        TreeMap<String, String> line = new TreeMap<>();
        FileStream.FILES.fields().stream().filter(event::has).forEach(field -> {
            String value = switch (field.kind()) {
                case TEXT -> String.valueOf(event.text(field));
                case TEXT_LIST -> event.texts(field).toString();
                default -> Long.toString(event.number(field));
            };
            line.put(field.name(), value);
        });
        return line;
    }
}
