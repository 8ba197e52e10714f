package main

import (
	"context"

	"github.com/twmb/franz-go/pkg/kgo"
)

func (d *driver) openTransactional(ctx context.Context, c *command) error {
	client, err := kgo.NewClient(kgo.SeedBrokers(d.bootstrap), kgo.TransactionalID(c.ID))
	if err != nil {
		return err
	}
	d.producers[c.Producer] = client
	// Otherwise the epoch would be asked for with the first record only.
	_, _, err = client.ProducerID(ctx)
	return err
}

func (d *driver) transact(ctx context.Context, c *command) error {
	client := d.producers[c.Producer]
	if err := client.BeginTransaction(); err != nil {
		return err
	}
	for _, value := range c.Values {
		record := &kgo.Record{Topic: c.Topic, Value: []byte(value)}
		if err := client.ProduceSync(ctx, record).FirstErr(); err != nil {
			return err
		}
	}
	if c.End == "none" {
		return nil
	}
	return client.EndTransaction(ctx, kgo.TransactionEndTry(c.End == "commit"))
}

func (d *driver) transform(ctx context.Context, c *command) (reply, error) {
	session, err := kgo.NewGroupTransactSession(kgo.SeedBrokers(d.bootstrap), kgo.TransactionalID(c.ID),
		kgo.ConsumerGroup(c.Group), kgo.ConsumeTopics(c.From.(string)), kgo.RequireStableFetchOffsets(),
		kgo.ConsumeResetOffset(kgo.NewOffset().AtStart()), kgo.FetchIsolationLevel(kgo.ReadCommitted()))
	if err != nil {
		return nil, err
	}
	defer session.Close()
	if err := session.Begin(); err != nil {
		return nil, err
	}
	values := []string{}
	for len(values) < c.Count {
		fetches := session.PollRecords(ctx, c.Count-len(values))
		if errors := fetches.Errors(); len(errors) > 0 {
			return nil, errors[0].Err
		}
		for _, record := range fetches.Records() {
			values = append(values, string(record.Value))
			changed := &kgo.Record{Topic: c.To, Value: []byte(string(record.Value) + "!")}
			if err := session.ProduceSync(ctx, changed).FirstErr(); err != nil {
				return nil, err
			}
		}
	}
	_, err = session.End(ctx, kgo.TransactionEndTry(c.End == "commit"))
	return reply{"values": values}, err
}

func (d *driver) readCommitted(ctx context.Context, c *command) (reply, error) {
	from := map[string]map[int32]kgo.Offset{c.Topic: {0: kgo.NewOffset().AtStart()}}
	client, err := kgo.NewClient(kgo.SeedBrokers(d.bootstrap), kgo.ConsumePartitions(from),
		kgo.FetchIsolationLevel(kgo.ReadCommitted()))
	if err != nil {
		return nil, err
	}
	defer client.Close()
	values := []string{}
	for {
		fetches := client.PollFetches(ctx)
		if errors := fetches.Errors(); len(errors) > 0 {
			return nil, errors[0].Err
		}
		for _, record := range fetches.Records() {
			values = append(values, string(record.Value))
			if string(record.Value) == c.Until {
				return reply{"values": values}, nil
			}
		}
	}
}
