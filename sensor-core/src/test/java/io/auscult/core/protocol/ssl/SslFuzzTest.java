package io.auscult.core.protocol.ssl;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.auscult.core.counter.Counters;
import io.auscult.core.event.EventBlock;
import io.auscult.core.event.EventWriter;
import io.auscult.core.protocol.FuzzScript;
import io.auscult.core.protocol.TextSlot;

class SslFuzzTest {
    private final SslParser parser = new SslParser(true);
    private final X509Writer certificates = new X509Writer();

    @FuzzTest
    void streams(byte[] data) {
        FuzzScript.of(data, false, 443).runEveryWay(parser);
        FuzzScript.probe(data, false, SslProbe::probe);
    }

    @FuzzTest
    void certificates(byte[] data) {
        EventWriter out = new EventWriter(new Counters());
        EventBlock block = new EventBlock();
        block.begin(1);
        out.into(block);
        certificates.write(data, 0, data.length, new TextSlot(64), true, false, out);
    }
}
