package main

import (
	"bufio"
	"encoding/binary"
	"io"
	"os"

	"github.com/twmb/franz-go/pkg/kgo"
)

// recordReader and recordWriter speak the layout of runner/record-file.ts.
type recordReader struct{ in *bufio.Reader }

type recordHead struct {
	Topic     int16
	Partition int32
	Offset    int64
	Timestamp int64
}

func (r *recordReader) bytes() ([]byte, error) {
	length, err := r.int32()
	if err != nil || length < 0 {
		return nil, err
	}
	bytes := make([]byte, length)
	_, err = io.ReadFull(r.in, bytes)
	return bytes, err
}

func (r *recordReader) int32() (int32, error) {
	var raw [4]byte
	_, err := io.ReadFull(r.in, raw[:])
	return int32(binary.BigEndian.Uint32(raw[:])), err
}

// next answers io.EOF after the last record; the head says whether partition and timestamp are given.
func (r *recordReader) next() (recordHead, *kgo.Record, error) {
	var head recordHead
	if err := binary.Read(r.in, binary.BigEndian, &head); err != nil {
		return head, nil, err
	}
	record := &kgo.Record{Partition: head.Partition}
	var err error
	if record.Key, err = r.bytes(); err != nil {
		return head, nil, err
	}
	if record.Value, err = r.bytes(); err != nil {
		return head, nil, err
	}
	count, err := r.int32()
	for ; err == nil && count > 0; count-- {
		var name, value []byte
		if name, err = r.bytes(); err != nil {
			break
		}
		if value, err = r.bytes(); err != nil {
			break
		}
		record.Headers = append(record.Headers, kgo.RecordHeader{Key: string(name), Value: value})
	}
	return head, record, err
}

type recordWriter struct {
	file *os.File
	out  *bufio.Writer
	raw  []byte
}

func createRecordFile(name string) (*recordWriter, error) {
	file, err := os.Create(name)
	if err != nil {
		return nil, err
	}
	return &recordWriter{file: file, out: bufio.NewWriterSize(file, 1<<16)}, nil
}

func (w *recordWriter) put(topic int, record *kgo.Record) {
	raw := w.raw[:0]
	raw = binary.BigEndian.AppendUint16(raw, uint16(topic))
	raw = binary.BigEndian.AppendUint32(raw, uint32(record.Partition))
	raw = binary.BigEndian.AppendUint64(raw, uint64(record.Offset))
	raw = binary.BigEndian.AppendUint64(raw, uint64(record.Timestamp.UnixMilli()))
	raw = appendBytes(raw, record.Key)
	raw = appendBytes(raw, record.Value)
	raw = binary.BigEndian.AppendUint32(raw, uint32(len(record.Headers)))
	for _, header := range record.Headers {
		raw = appendBytes(raw, []byte(header.Key))
		raw = appendBytes(raw, header.Value)
	}
	w.raw = raw
	w.out.Write(raw)
}

func appendBytes(raw []byte, bytes []byte) []byte {
	if bytes == nil {
		return binary.BigEndian.AppendUint32(raw, 0xffffffff)
	}
	raw = binary.BigEndian.AppendUint32(raw, uint32(len(bytes)))
	return append(raw, bytes...)
}

func (w *recordWriter) close() error {
	if err := w.out.Flush(); err != nil {
		return err
	}
	return w.file.Close()
}
