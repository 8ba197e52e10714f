// The franz-go client behind the driver protocol (conformance/README.md): commands on standard input, replies on
// standard output, one JSON object a line.
package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"runtime/debug"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/twmb/franz-go/pkg/kadm"
	"github.com/twmb/franz-go/pkg/kgo"
)

type command struct {
	Command             string
	Topic               string
	Topics              []string
	Group               string
	File                string
	Codec               string
	Partitions          int32
	Count               int
	Max                 int
	At                  any
	Configs             map[string]string
	Offsets             map[string]int64
	From                any
	SessionTimeoutMs    int
	HeartbeatIntervalMs int
	IsConsumerProtocol  bool
	Producer            string
	ID                  string
	To                  string
	End                 string
	Until               string
	Values              []string
}

type reply map[string]any

type driver struct {
	bootstrap string
	admin     *kadm.Client
	member    *member
	producers map[string]*kgo.Client
}

var output = struct {
	sync.Mutex
	*json.Encoder
}{Encoder: json.NewEncoder(os.Stdout)}

func say(message any) {
	output.Lock()
	defer output.Unlock()
	if err := output.Encode(message); err != nil {
		os.Exit(1)
	}
}

func main() {
	if os.Args[1] == "secured" {
		if err := secured(os.Args[2], os.Args[3], os.Args[4]); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	d := &driver{bootstrap: os.Args[1], producers: map[string]*kgo.Client{}}
	say(reply{"event": "ready", "version": "franz-go " + libraryVersion()})
	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var c command
		err := json.Unmarshal(lines.Bytes(), &c)
		var answer reply
		if err == nil {
			answer, err = d.run(context.Background(), &c)
		}
		if err != nil {
			say(reply{"error": err.Error()})
			continue
		}
		if answer == nil {
			answer = reply{}
		}
		say(reply{"reply": answer})
	}
}

func libraryVersion() string {
	info, _ := debug.ReadBuildInfo()
	for _, module := range info.Deps {
		if module.Path == "github.com/twmb/franz-go" {
			return module.Version
		}
	}
	return "of unknown version"
}

func (d *driver) run(ctx context.Context, c *command) (reply, error) {
	switch c.Command {
	case "produce":
		return d.produce(ctx, c)
	case "consume":
		return d.consume(ctx, c)
	case "consumeGroup":
		return d.consumeGroup(ctx, c)
	case "join":
		return nil, d.join(c)
	case "leave":
		return d.leave()
	case "openTransactional":
		return nil, d.openTransactional(ctx, c)
	case "transact":
		return nil, d.transact(ctx, c)
	case "commitOpen":
		return nil, d.producers[c.Producer].EndTransaction(ctx, kgo.TryCommit)
	case "transform":
		return d.transform(ctx, c)
	case "readCommitted":
		return d.readCommitted(ctx, c)
	case "consumeShare":
		return d.consumeShare(ctx, c)
	}
	admin, err := d.adminClient()
	if err != nil {
		return nil, err
	}
	return d.runAdmin(ctx, admin, c)
}

func (d *driver) adminClient() (*kadm.Client, error) {
	if d.admin == nil {
		client, err := kgo.NewClient(kgo.SeedBrokers(d.bootstrap), kgo.MetadataMinAge(10*time.Millisecond))
		if err != nil {
			return nil, err
		}
		d.admin = kadm.NewClient(client)
	}
	return d.admin, nil
}

func (d *driver) produce(ctx context.Context, c *command) (reply, error) {
	codecs := map[string]kgo.CompressionCodec{
		"none": kgo.NoCompression(), "gzip": kgo.GzipCompression(), "snappy": kgo.SnappyCompression(),
		"lz4": kgo.Lz4Compression(), "zstd": kgo.ZstdCompression(),
	}
	codec, known := codecs[c.Codec]
	if !known {
		return nil, fmt.Errorf("unknown codec %s", c.Codec)
	}
	file, err := os.Open(c.File)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	keyed := kgo.StickyKeyPartitioner(nil)
	client, err := kgo.NewClient(kgo.SeedBrokers(d.bootstrap), kgo.DefaultProduceTopic(c.Topic),
		kgo.ProducerBatchCompression(codec), kgo.RecordPartitioner(explicitOr{keyed}))
	if err != nil {
		return nil, err
	}
	defer client.Close()

	var failures sync.Map
	records := &recordReader{in: bufio.NewReaderSize(file, 1<<16)}
	count := 0
	for {
		head, record, err := records.next()
		if err != nil {
			if record == nil && err.Error() == "EOF" {
				break
			}
			return nil, err
		}
		if head.Timestamp >= 0 {
			record.Timestamp = milliseconds(head.Timestamp)
		}
		client.Produce(ctx, record, func(_ *kgo.Record, err error) {
			if err != nil {
				failures.LoadOrStore("first", err)
			}
		})
		count++
	}
	if err := client.Flush(ctx); err != nil {
		return nil, err
	}
	if failure, failed := failures.Load("first"); failed {
		return nil, failure.(error)
	}
	return reply{"count": count}, nil
}

// explicitOr takes a record's own partition where it has one, and asks the partitioner else.
type explicitOr struct{ kgo.Partitioner }

func (e explicitOr) ForTopic(topic string) kgo.TopicPartitioner {
	return explicitOrTopic{e.Partitioner.ForTopic(topic)}
}

type explicitOrTopic struct{ kgo.TopicPartitioner }

func (e explicitOrTopic) Partition(record *kgo.Record, partitions int) int {
	if record.Partition >= 0 {
		return int(record.Partition)
	}
	return e.TopicPartitioner.Partition(record, partitions)
}

func (d *driver) consume(ctx context.Context, c *command) (reply, error) {
	admin, err := d.adminClient()
	if err != nil {
		return nil, err
	}
	starts, err := admin.ListStartOffsets(ctx, c.Topics...)
	if err != nil {
		return nil, err
	}
	ends, err := admin.ListEndOffsets(ctx, c.Topics...)
	if err != nil {
		return nil, err
	}
	if err := ends.Error(); err != nil {
		return nil, err
	}
	index := map[string]int{}
	for i, topic := range c.Topics {
		index[topic] = i
	}
	from := map[string]map[int32]kgo.Offset{}
	left := map[string]map[int32]int64{}
	open := 0
	ends.Each(func(end kadm.ListedOffset) {
		start, _ := starts.Lookup(end.Topic, end.Partition)
		at := start.Offset
		if c.From != nil {
			wanted, given := c.From.(map[string]any)[strconv.Itoa(int(end.Partition))]
			if !given {
				return
			}
			at = int64(wanted.(float64))
		}
		if at >= end.Offset {
			return
		}
		if from[end.Topic] == nil {
			from[end.Topic], left[end.Topic] = map[int32]kgo.Offset{}, map[int32]int64{}
		}
		from[end.Topic][end.Partition] = kgo.NewOffset().At(at)
		left[end.Topic][end.Partition] = end.Offset
		open++
	})
	file, err := createRecordFile(c.File)
	if err != nil {
		return nil, err
	}
	count := 0
	if open > 0 {
		client, err := kgo.NewClient(kgo.SeedBrokers(d.bootstrap), kgo.ConsumePartitions(from))
		if err != nil {
			return nil, err
		}
		defer client.Close()
		for open > 0 {
			fetches := client.PollFetches(ctx)
			if errors := fetches.Errors(); len(errors) > 0 {
				return nil, errors[0].Err
			}
			fetches.EachRecord(func(record *kgo.Record) {
				file.put(index[record.Topic], record)
				count++
				if record.Offset+1 == left[record.Topic][record.Partition] {
					open--
				}
			})
		}
	}
	return reply{"count": count}, file.close()
}

func (d *driver) runAdmin(ctx context.Context, admin *kadm.Client, c *command) (reply, error) {
	switch c.Command {
	case "createTopic":
		configs := map[string]*string{}
		for name, value := range c.Configs {
			configs[name] = &value
		}
		_, err := admin.CreateTopic(ctx, c.Partitions, 1, configs, c.Topic)
		return nil, err
	case "listTopics":
		topics, err := admin.ListTopics(ctx)
		if err != nil {
			return nil, err
		}
		return reply{"topics": topics.Names()}, nil
	case "describeTopic":
		topics, err := admin.ListTopics(ctx, c.Topic)
		if err != nil {
			return nil, err
		}
		if err := topics.Error(); err != nil {
			return nil, err
		}
		return reply{"partitions": len(topics[c.Topic].Partitions)}, nil
	case "describeConfigs":
		resources, err := admin.DescribeTopicConfigs(ctx, c.Topic)
		if err != nil {
			return nil, err
		}
		resource, err := resources.On(c.Topic, nil)
		if err != nil {
			return nil, err
		}
		configs := map[string]string{}
		for _, config := range resource.Configs {
			configs[config.Key] = config.MaybeValue()
		}
		return reply{"configs": configs}, resource.Err
	case "alterConfigs":
		var alter []kadm.AlterConfig
		for name, value := range c.Configs {
			alter = append(alter, kadm.AlterConfig{Op: kadm.SetConfig, Name: name, Value: &value})
		}
		answers, err := admin.AlterTopicConfigs(ctx, alter, c.Topic)
		if err != nil {
			return nil, err
		}
		answer, err := answers.On(c.Topic, nil)
		if err != nil {
			return nil, err
		}
		return nil, answer.Err
	case "createPartitions":
		answers, err := admin.UpdatePartitions(ctx, c.Count, c.Topic)
		if err != nil {
			return nil, err
		}
		return nil, answers.Error()
	case "deleteTopic":
		answers, err := admin.DeleteTopics(ctx, c.Topic)
		if err != nil {
			return nil, err
		}
		return nil, answers.Error()
	case "deleteRecords":
		before := kadm.Offsets{}
		for partition, offset := range c.Offsets {
			number, err := strconv.Atoi(partition)
			if err != nil {
				return nil, err
			}
			before.AddOffset(c.Topic, int32(number), offset, -1)
		}
		answers, err := admin.DeleteRecords(ctx, before)
		if err != nil {
			return nil, err
		}
		return nil, answers.Error()
	case "listOffsets":
		return listOffsets(ctx, admin, c)
	case "committed":
		return committed(ctx, admin, c)
	case "describeGroup":
		groups, err := admin.DescribeGroups(ctx, c.Group)
		if err != nil {
			return nil, err
		}
		group := groups[c.Group]
		return reply{"state": group.State, "members": len(group.Members)}, group.Err
	case "deleteGroup":
		answer, err := admin.DeleteGroup(ctx, c.Group)
		if err != nil {
			return nil, err
		}
		return nil, answer.Err
	}
	return nil, fmt.Errorf("unknown command %s", c.Command)
}

func listOffsets(ctx context.Context, admin *kadm.Client, c *command) (reply, error) {
	var listed kadm.ListedOffsets
	var err error
	switch at := c.At.(type) {
	case float64:
		listed, err = admin.ListOffsetsAfterMilli(ctx, int64(at), c.Topic)
	case string:
		if strings.EqualFold(at, "earliest") {
			listed, err = admin.ListStartOffsets(ctx, c.Topic)
		} else {
			listed, err = admin.ListEndOffsets(ctx, c.Topic)
		}
	}
	if err != nil {
		return nil, err
	}
	offsets := map[string]int64{}
	listed.Each(func(offset kadm.ListedOffset) { offsets[strconv.Itoa(int(offset.Partition))] = offset.Offset })
	return reply{"offsets": offsets}, listed.Error()
}

func committed(ctx context.Context, admin *kadm.Client, c *command) (reply, error) {
	fetched, err := admin.FetchOffsets(ctx, c.Group)
	if err != nil {
		return nil, err
	}
	offsets := map[string]int64{}
	fetched.Each(func(offset kadm.OffsetResponse) {
		if offset.Topic == c.Topic && offset.At >= 0 {
			offsets[strconv.Itoa(int(offset.Partition))] = offset.At
		}
	})
	return reply{"offsets": offsets}, fetched.Error()
}
