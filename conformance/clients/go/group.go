package main

import (
	"context"
	"slices"
	"sync"
	"time"

	"github.com/twmb/franz-go/pkg/kgo"
)

func milliseconds(sinceEpoch int64) time.Time { return time.UnixMilli(sinceEpoch) }

func (d *driver) consumeGroup(ctx context.Context, c *command) (reply, error) {
	file, err := createRecordFile(c.File)
	if err != nil {
		return nil, err
	}
	client, err := kgo.NewClient(kgo.SeedBrokers(d.bootstrap), kgo.ConsumerGroup(c.Group), kgo.ConsumeTopics(c.Topic),
		kgo.ConsumeResetOffset(kgo.NewOffset().AtStart()), kgo.DisableAutoCommit())
	if err != nil {
		return nil, err
	}
	defer client.Close()
	count := 0
	for count < c.Max {
		fetches := client.PollRecords(ctx, min(100, c.Max-count))
		if errors := fetches.Errors(); len(errors) > 0 {
			return nil, errors[0].Err
		}
		records := fetches.Records()
		for _, record := range records {
			file.put(0, record)
		}
		count += len(records)
		if err := client.CommitRecords(ctx, records...); err != nil {
			return nil, err
		}
	}
	return reply{"count": count}, file.close()
}

// member is a group member at work: what it has read is in its file before its offsets are committed.
type member struct {
	client   *kgo.Client
	file     *recordWriter
	cancel   context.CancelFunc
	finished chan error
	count    int

	lock  sync.Mutex
	owned []int32
}

func (d *driver) join(c *command) error {
	file, err := createRecordFile(c.File)
	if err != nil {
		return err
	}
	m := &member{file: file, finished: make(chan error, 1), owned: []int32{}}
	gained := func(_ context.Context, _ *kgo.Client, more map[string][]int32) { m.change(more[c.Topic], true) }
	lost := func(_ context.Context, _ *kgo.Client, less map[string][]int32) { m.change(less[c.Topic], false) }
	options := []kgo.Opt{kgo.SeedBrokers(d.bootstrap), kgo.ConsumerGroup(c.Group), kgo.ConsumeTopics(c.Topic),
		kgo.ConsumeResetOffset(kgo.NewOffset().AtStart()), kgo.DisableAutoCommit(), kgo.BlockRebalanceOnPoll(),
		kgo.OnPartitionsAssigned(gained), kgo.OnPartitionsRevoked(lost), kgo.OnPartitionsLost(lost)}
	if c.IsConsumerProtocol {
		options = append(options, kgo.ServerSideBalancer())
	} else {
		options = append(options, kgo.SessionTimeout(time.Duration(c.SessionTimeoutMs)*time.Millisecond),
			kgo.HeartbeatInterval(time.Duration(c.HeartbeatIntervalMs)*time.Millisecond))
	}
	m.client, err = kgo.NewClient(options...)
	if err != nil {
		return err
	}
	var polling context.Context
	polling, m.cancel = context.WithCancel(context.Background())
	d.member = m
	go func() { m.finished <- m.work(polling) }()
	return nil
}

func (m *member) change(partitions []int32, isGain bool) {
	m.lock.Lock()
	defer m.lock.Unlock()
	m.owned = slices.DeleteFunc(m.owned, func(partition int32) bool { return slices.Contains(partitions, partition) })
	if isGain {
		m.owned = append(m.owned, partitions...)
	}
	slices.Sort(m.owned)
	say(reply{"event": "assigned", "partitions": m.owned})
}

func (m *member) work(polling context.Context) error {
	for polling.Err() == nil {
		fetches := m.client.PollRecords(polling, 500)
		records := fetches.Records()
		for _, record := range records {
			m.file.put(0, record)
		}
		if err := m.file.out.Flush(); err != nil {
			return err
		}
		m.count += len(records)
		if len(records) > 0 {
			if err := m.client.CommitRecords(context.Background(), records...); err != nil {
				return err
			}
		}
		m.client.AllowRebalance()
	}
	return nil
}

func (d *driver) leave() (reply, error) {
	m := d.member
	m.cancel()
	if err := <-m.finished; err != nil {
		return nil, err
	}
	m.client.CloseAllowingRebalance()
	return reply{"count": m.count}, m.file.close()
}
