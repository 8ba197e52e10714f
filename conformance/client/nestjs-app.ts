/**
 * A NestJS microservice over Kafka and a client of it, on samsa's façade for kafkajs: NestJS loads the package `kafkajs`,
 * which `samsa/kafkajs/register` has made the façade. NestJS's decorators are called as the functions that they are, since
 * sources run as they are written.
 */
import '../../src/kafkajs/register.ts';
import 'reflect-metadata';
import { Controller, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import {
  ClientKafka,
  Ctx,
  EventPattern,
  MessagePattern,
  Payload,
  RpcException,
  Transport,
} from '@nestjs/microservices';
import type { KafkaContext, KafkaOptions } from '@nestjs/microservices';
import { firstValueFrom } from 'rxjs';

export interface NestWorld {
  /** Asks and waits for the reply, which NestJS writes as a text. */
  ask(pattern: string, value: unknown): Promise<unknown>;
  /** Tells, and waits until it is written. */
  tell(pattern: string, value: unknown): Promise<void>;
  /** Events that the service has taken, with the topic that it says they came from. */
  readonly events: readonly { readonly topic: string; readonly value: unknown }[];
  close(): Promise<void>;
}

export interface NestSetup {
  readonly bootstrap: string;
  /** Three topics; that of replies is `<request>.reply`. */
  readonly request: string;
  readonly failing: string;
  readonly event: string;
  /** The service's lines and those of the façade. */
  readonly logCreator: () => (entry: unknown) => void;
}

export async function startNest({ bootstrap, request, failing, event, logCreator }: NestSetup): Promise<NestWorld> {
  const events: { topic: string; value: unknown }[] = [];

  class Sums {
    sum(numbers: readonly number[]): number {
      return numbers.reduce((total, number) => total + number, 0);
    }

    fail(reason: string): never {
      throw new RpcException(reason);
    }

    note(value: unknown, context: KafkaContext): void {
      events.push({ topic: context.getTopic(), value });
    }
  }
  decorate(Sums, 'sum', MessagePattern(request));
  decorate(Sums, 'fail', MessagePattern(failing));
  decorate(Sums, 'note', EventPattern(event));
  for (const method of ['sum', 'fail', 'note']) Payload()(Sums.prototype, method, 0);
  Ctx()(Sums.prototype, 'note', 1);
  Controller()(Sums);
  class Service {
    readonly name = 'sums';
  }
  Module({ controllers: [Sums] })(Service);

  const options: NonNullable<KafkaOptions['options']> = {
    client: { brokers: [bootstrap], clientId: 'nest', logCreator },
    consumer: { groupId: `nest-${request}`, maxWaitTimeInMs: 100 },
    subscribe: { fromBeginning: true },
  };
  const service = await NestFactory.createMicroservice(Service, {
    transport: Transport.KAFKA,
    options,
    logger: false,
    abortOnError: false,
  });
  await service.listen();
  const client = new ClientKafka(options);
  client.subscribeToResponseOf(request);
  client.subscribeToResponseOf(failing);
  await client.connect();
  return {
    events,
    ask: (pattern, value) => firstValueFrom(client.send(pattern, JSON.stringify(value))),
    tell: async (pattern, value) => {
      await firstValueFrom(client.emit(pattern, JSON.stringify(value)));
    },
    close: async () => {
      await client.close();
      await service.close();
    },
  };
}

function decorate(
  target: { readonly prototype: object },
  method: string,
  decorator: (target: object, method: string, descriptor: PropertyDescriptor) => unknown,
): void {
  const descriptor = Object.getOwnPropertyDescriptor(target.prototype, method);
  if (descriptor !== undefined) decorator(target.prototype, method, descriptor);
}
