package main

import (
	"context"
	"strings"

	"github.com/twmb/franz-go/pkg/kgo"
)

func (d *driver) consumeShare(ctx context.Context, c *command) (reply, error) {
	client, err := kgo.NewClient(kgo.SeedBrokers(d.bootstrap), kgo.ShareGroup(c.Group), kgo.ConsumeTopics(c.Topic))
	if err != nil {
		return nil, err
	}
	defer client.Close()
	deliveries := []reply{}
	for len(deliveries) < c.Count {
		fetches := client.PollFetches(ctx)
		if errors := fetches.Errors(); len(errors) > 0 {
			return nil, errors[0].Err
		}
		for _, record := range fetches.Records() {
			deliveries = append(deliveries, reply{"value": string(record.Value), "deliveryCount": record.DeliveryCount()})
			record.Ack(judge(string(record.Value), record.DeliveryCount()))
		}
		if err := client.FlushAcks(ctx); err != nil {
			return nil, err
		}
	}
	return reply{"deliveries": deliveries}, nil
}

func judge(value string, delivery int32) kgo.AckStatus {
	switch {
	case strings.HasPrefix(value, "reject"):
		return kgo.AckReject
	case strings.HasPrefix(value, "release") && delivery == 1:
		return kgo.AckRelease
	}
	return kgo.AckAccept
}
