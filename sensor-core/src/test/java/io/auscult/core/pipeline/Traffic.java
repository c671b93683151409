package io.auscult.core.pipeline;

import io.auscult.core.capture.PacketBlock;
import io.auscult.core.capture.PacketSource;
import io.auscult.core.capture.SourceEnd;
import io.auscult.core.decode.DecodeSettings;
import io.auscult.core.event.EventConsumer;
import io.auscult.core.event.IpAddress;
import io.auscult.core.flow.FlowSettings;
import io.auscult.core.protocol.Protocol;
import io.auscult.core.stream.StreamSettings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Packets written by hand, as a source: raw IPv4, one millisecond apart unless told otherwise. {@link #events} runs them through the pipeline.
 */
final class Traffic implements PacketSource {
    static final int FIN = 1;
    static final int SYN = 2;
    static final int RST = 4;
    static final int PSH = 8;
    static final int ACK = 16;
    static final int URG = 32;

    private static final int RAW_IP = 101;
    private static final long MILLISECOND = 1_000_000L;

    private record Frame(long ns, byte[] bytes, int captured) {}

    private final List<Frame> frames = new ArrayList<>();
    private long nowNs = 1_700_000_000_000_000_000L;
    private int next;
    private int perBlock = 1000;
    private FlowSettings flow = FlowSettings.defaults();
    private StreamSettings stream = StreamSettings.defaults();
    private List<Protocol> protocols = List.of(Heard.PROTOCOL);
    private IOException failure;
    private int broken = -1;

    Traffic perBlock(int packets) {
        perBlock = packets;
        return this;
    }

    Traffic with(FlowSettings settings) {
        flow = settings;
        return this;
    }

    Traffic with(StreamSettings settings) {
        stream = settings;
        return this;
    }

    Traffic with(Protocol... list) {
        protocols = List.of(list);
        return this;
    }

    /** After its packets the source cannot be read any more. */
    Traffic failing(IOException reason) {
        failure = reason;
        return this;
    }

    /** This packet, counted from 0, is said to lie where no bytes are. */
    Traffic brokenAt(int packet) {
        broken = packet;
        return this;
    }

    Traffic pause(double seconds) {
        nowNs += (long) (seconds * 1e9);
        return this;
    }

    long nowNs() {
        return nowNs;
    }

    int packets() {
        return frames.size();
    }

    Talk tcp(String orig, int origPort, String resp, int respPort) {
        return new Talk(this, orig, origPort, resp, respPort);
    }

    Traffic udp(String src, int srcPort, String dst, int dstPort, String payload) {
        byte[] text = Talk.latin1(payload);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        u16(out, srcPort);
        u16(out, dstPort);
        u16(out, 8 + text.length);
        u16(out, 0);
        out.writeBytes(text);
        return ip(src, dst, 17, out.toByteArray());
    }

    Traffic icmp(String src, String dst, int type, int code, byte[] body) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(type);
        out.write(code);
        u16(out, 0);
        u16(out, 0);
        u16(out, 0);
        out.writeBytes(body);
        return ip(src, dst, 1, out.toByteArray());
    }

    /** The last packet again as an ICMP error would quote it. */
    byte[] quoteLast() {
        byte[] last = frames.getLast().bytes;
        return java.util.Arrays.copyOf(last, Math.min(last.length, 28));
    }

    Traffic ip(String src, String dst, int protocol, byte[] payload) {
        return ip(src, dst, protocol, payload, Integer.MAX_VALUE);
    }

    Traffic ip(String src, String dst, int protocol, byte[] payload, int captured) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        u16(out, 0x4500);
        u16(out, 20 + payload.length);
        u16(out, frames.size() + 1);
        u16(out, 0x4000);
        out.write(64);
        out.write(protocol);
        u16(out, 0);
        address(out, src);
        address(out, dst);
        out.writeBytes(payload);
        byte[] bytes = out.toByteArray();
        frames.add(new Frame(nowNs, bytes, Math.min(captured, bytes.length)));
        nowNs += MILLISECOND;
        return this;
    }

    private static void address(ByteArrayOutputStream out, String text) {
        long bits = IpAddress.parse(text).low();
        u16(out, (int) (bits >>> 16) & 0xFFFF);
        u16(out, (int) bits & 0xFFFF);
    }

    static void u16(ByteArrayOutputStream out, int value) {
        out.write(value >>> 8);
        out.write(value);
    }

    /** What the pipeline says about all this, as {@code type field=value ...}. */
    List<String> events(int lanes, String... types) {
        EventTexts texts = new EventTexts(types);
        try {
            run(lanes, texts);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return texts.lines();
    }

    List<String> events(String... types) {
        return events(0, types);
    }

    Pipeline run(int lanes, EventConsumer... consumers) throws IOException {
        next = 0;
        DecodeSettings decode = DecodeSettings.DEFAULT;
        Pipeline pipeline =
                new Pipeline(this, new PipelineSettings(lanes, decode, flow, stream, protocols), List.of(consumers));
        pipeline.run();
        return pipeline;
    }

    @Override
    public boolean fill(PacketBlock block) throws IOException {
        int at = 0;
        for (int i = 0; i < perBlock && next < frames.size(); i++) {
            boolean lies = next == broken;
            Frame frame = frames.get(next++);
            System.arraycopy(frame.bytes, 0, block.bytes(), at, frame.captured);
            block.add(lies ? block.bytes().length : at, frame.captured, frame.bytes.length, frame.ns, RAW_IP, 0);
            at += frame.captured;
        }
        if (next == frames.size() && failure != null) {
            throw failure;
        }
        return next < frames.size();
    }

    @Override
    public List<String> interfaces() {
        return List.of("test");
    }

    @Override
    public SourceEnd end() {
        return next == frames.size() ? SourceEnd.COMPLETE : SourceEnd.OPEN;
    }

    @Override
    public String endDetail() {
        return "";
    }

    @Override
    public long position() {
        return next;
    }

    @Override
    public long size() {
        return frames.size();
    }

    @Override
    public void close() {}
}
