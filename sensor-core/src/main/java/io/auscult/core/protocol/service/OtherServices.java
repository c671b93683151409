package io.auscult.core.protocol.service;

import io.auscult.core.protocol.Probe;
import io.auscult.core.protocol.Protocol;
import java.util.List;

/** Services that are recognised and not read: one line each. Immutable. */
public final class OtherServices {
    public static final Protocol AYIYA = overUdp("ayiya", AyiyaProbe::probe, 5072);
    public static final Protocol DNP3_TCP = overTcp("dnp3_tcp", Dnp3Probe::probe, 20_000);
    public static final Protocol DNP3_UDP = overUdp("dnp3_udp", Dnp3Probe::probe, 20_000);
    public static final Protocol MODBUS = overTcp("modbus", ModbusProbe::probe, 502);
    public static final Protocol MQTT = overTcp("mqtt", MqttProbe::probe, 1883);
    public static final Protocol NTP = overUdp("ntp", NtpProbe::probe, NtpProbe.PORT);
    public static final Protocol QUIC = overUdp("quic", QuicProbe::probe, 443);
    public static final Protocol REDIS = overTcp("redis", RedisProbe::probe, 6379);
    public static final Protocol RTSP = overTcp("rtsp", RtspProbe::probe, 554, 8554);
    public static final Protocol SIP = overUdp("sip", SipProbe::probe, 5060, 5061);
    public static final Protocol SYSLOG = overUdp("syslog", SyslogProbe::probe, SyslogProbe.PORT);
    public static final Protocol TFTP = overUdp("tftp", TftpProbe::probe, 69);
    public static final Protocol WIREGUARD = overUdp("wireguard", WireguardProbe::probe, 51820);

    /** In the order of their names. */
    public static final List<Protocol> ALL =
            List.of(AYIYA, DNP3_TCP, DNP3_UDP, MODBUS, MQTT, NTP, QUIC, REDIS, RTSP, SIP, SYSLOG, TFTP, WIREGUARD);

    private OtherServices() {}

    private static Protocol overTcp(String name, Probe probe, Integer... ports) {
        return new Protocol(name, true, false, List.of(ports), probe, RecognisedService::new, List.of());
    }

    private static Protocol overUdp(String name, Probe probe, Integer... ports) {
        return new Protocol(name, false, true, List.of(ports), probe, RecognisedService::new, List.of());
    }
}
