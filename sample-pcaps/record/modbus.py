#!/usr/bin/python3
"""A controller that speaks Modbus over TCP on port 502, with pymodbus' server: modbus.py ADDRESS"""
import sys

from pymodbus.datastore import ModbusSequentialDataBlock, ModbusServerContext, ModbusSlaveContext
from pymodbus.server import StartTcpServer

values = ModbusSequentialDataBlock(0, list(range(200, 300)))
bits = ModbusSequentialDataBlock(0, [True, False] * 50)
controller = ModbusSlaveContext(di=bits, co=bits, hr=values, ir=values)
StartTcpServer(context=ModbusServerContext(controller, single=True), address=(sys.argv[1], 502))
